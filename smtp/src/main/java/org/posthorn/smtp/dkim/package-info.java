/// Signatures over header and body: made for our users' mail, verified in mail that arrives. Both follow the
/// bytes as they pass by; nothing of the body is kept.
///
/// Front doors: [org.posthorn.smtp.dkim.DkimVerifier], [org.posthorn.smtp.dkim.DkimSigner].
///
/// Implements:
/// - RFC 6376 (DKIM): whole
/// - RFC 8301 (no SHA-1, no RSA below 1,024 bits): whole
/// - RFC 8463 (Ed25519): whole
/// - RFC 8601 (Authentication-Results) §2.7.1: the verdicts
/// - RFC 8410 (Ed25519 keys as they are encoded) §4: whole
/// - RFC 8616 (names with UTF-8): part, for reading
package org.posthorn.smtp.dkim;
