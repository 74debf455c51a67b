/// The commands of an SMTP session: a record and a file per verb, the states that they run in, and what they answer.
///
/// Front door: [org.posthorn.smtp.command.Command] (parse a line, run it in a
/// [org.posthorn.smtp.command.State]); [org.posthorn.smtp.command.Verb] is the table of verbs.
///
/// RFCs: 5321 §2–§4 *whole* but EXPN, 3207 *whole*, 4954 *whole* (PLAIN and LOGIN), 1870 *whole*, 6152 *whole*, 2920
/// *whole*,
/// 2034 *whole*, 6531 §3 *whole*, 6409 *part* (no queue yet), 8314 §3.3 *whole*; 3030, 3461 *not yet*.
package org.posthorn.smtp.command;
