/// The mail store's front door: [MailStore] opens it, [Account] is one account's mail, [Refused] is how it says no.
///
/// A change runs `Account` → [AccountWriter] (the account's lock, a [Draft] on the newest state) → the engine's
/// committer → published state → watches. A read takes the published state, or rows of the engine.
///
/// What is expunged or deleted is kept a while ([DeletedPlace], [DeletedMailbox], both found by a [Deletion]), listed
/// by [DeletedMail], brought back by [Undeletion], and deleted for good by the [Sweeper] and its [Disposal].
///
/// [MailStore#backup] copies the store while it serves, [Restore] brings a [Backup] back.
///
/// | RFC | |
/// |---|---|
/// | 9051 (UIDs, UIDVALIDITY, mailbox names, COPY, MOVE, EXPUNGE, APPEND) | whole, as far as the store goes |
/// | 4315 (UIDPLUS) | whole, as far as the store goes |
/// | 4467 (URLAUTH: access keys) | whole, as far as the store goes |
/// | 6154 (special use) | whole, as far as the store goes |
package org.posthorn.storage;
