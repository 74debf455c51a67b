/// What commits change, as it stands in each account's log: read again when an account is opened, and by everything
/// that follows an account (sessions, later the search index, backup and replication).
///
/// | RFC | |
/// |---|---|
/// | 7162 (CONDSTORE, QRESYNC) | not yet: the log that it needs is written |
package org.posthorn.storage.change;
