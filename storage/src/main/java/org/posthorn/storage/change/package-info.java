/// What commits change, as it stands in each account's log. Each commit appends one entry, so that the log is the
/// account's history from its horizon on; the grammar is [org.posthorn.storage.change.LogEntry]'s and
/// [org.posthorn.storage.change.Change]'s. Who reads it:
///
/// - the opening of an account replays what is behind the last snapshots;
/// - [org.posthorn.storage.Account#changesSince] tells a client that comes back what arrived, changed and vanished, and
///   [org.posthorn.storage.Account#modSeqs] when a message's flags were changed;
/// - `LogTrim` forgets the oldest entries by age, number and size, and moves the horizon. What is behind it
///   is known only as the MODSEQ that each placement has, and nothing is known of messages that vanished;
/// - `posthorn check` compares it with the rows.
///
/// A reader keeps the modSeq that it has read up to. One that finds itself behind the horizon starts over
/// from the state, as the search index and a replica will have to, too.
///
/// | RFC | |
/// |---|---|
/// | 7162 (CONDSTORE, QRESYNC) | whole, as far as the store goes |
package org.posthorn.storage.change;
