/// A message's way in, from MAIL to the commit: who it is for, what is written above it, what is refused.
///
/// Front door: [org.posthorn.smtp.receive.Transaction].
///
/// RFCs: 5321 §3.3, §3.6, §4.4, §4.5.1, §6.3 *part* (no relaying until there is a queue); 1870 *whole*; 3848 (the
/// `with`
/// of
/// Received) *whole*; 6409 §5, §6, §8 *part* (Date and Message-ID are added); 6531 §3 *whole* for what is received.
package org.posthorn.smtp.receive;
