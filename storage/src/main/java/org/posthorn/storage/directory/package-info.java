/// Who exists: domains, accounts and their passwords.
///
/// | RFC | |
/// |---|---|
/// | 9106 (Argon2) | Argon2id, for stored passwords |
/// | 5233 (sub-addressing) | `+tag` |
/// | 8265 (passwords as Unicode) | part: NFC |
package org.posthorn.storage.directory;
