/// One type per command, the states in which each may run, and the table from verbs to types. The front doors are
/// [org.posthorn.imap.command.Dialogue] and [org.posthorn.imap.command.Commands].
///
/// - RFC 9051 §6 (IMAP4rev2): *whole*
/// - RFC 3501 §6 (IMAP4rev1): *whole*
/// - RFC 2177 (IDLE): *whole*
/// - RFC 2342 (NAMESPACE): *whole*
/// - RFC 2971 (ID): *whole*
/// - RFC 3348 (CHILDREN), RFC 5258 (LIST-EXTENDED), RFC 5819 (LIST-STATUS), RFC 8438 (STATUS=SIZE),
///   RFC 9590 (LIST-METADATA): *whole*
/// - RFC 3691 (UNSELECT), RFC 4315 (UIDPLUS), RFC 5161 (ENABLE), RFC 6851 (MOVE): *whole*
/// - RFC 4731 (ESEARCH), RFC 5182 (SEARCHRES): *whole*
/// - RFC 4959 (SASL-IR), RFC 4422 (SASL): *whole*
/// - RFC 6154 (SPECIAL-USE, CREATE-SPECIAL-USE): *whole*
/// - RFC 5255 §3 (LANGUAGE), RFC 4647 §3.4 (looking languages up): *whole*; all texts are English
/// - RFC 5255 §4 (I18NLEVEL=1): *whole*; the comparing is in imap.search and imap.sort
/// - RFC 5464 (METADATA): *whole*; what all users read of the server is the operator's to set
/// - RFC 5466 (FILTERS): *whole*; what all users have is the operator's to set
/// - RFC 4467 (URLAUTH): *whole*, for messages of the user's own mailboxes; there is no submission server yet that
///   `submit+` admits
/// - RFC 7888 (LITERAL+), RFC 7889 (APPENDLIMIT), RFC 3502 (MULTIAPPEND): *whole*
/// - RFC 4978 (COMPRESS=DEFLATE): *whole*; the compressing is in common.net
/// - RFC 6855 (UTF8=ACCEPT): *whole*, but for one rule of §4: 8-bit header fields are taken without ENABLE too, since
///   what SMTP accepts must be able to move
/// - RFC 4469 (CATENATE), RFC 2192 (its URLs): *whole*, for messages of mailboxes that may be read
/// - RFC 5465 (NOTIFY): *part*: of what others share only while it is selected; no annotations of messages
/// - RFC 9394 (PARTIAL): *whole*
/// - RFC 5256 (SORT, THREAD), RFC 5957 (SORT=DISPLAY), RFC 5267 (ESORT, CONTEXT=SEARCH, CONTEXT=SORT): *whole*
/// - RFC 7377 (MULTISEARCH): *whole*
/// - RFC 8508 (REPLACE), RFC 8437 (UNAUTHENTICATE): *whole*
/// - RFC 3516 §4.4 (BINARY in APPEND): *whole*
/// - RFC 9208 (QUOTA): *whole*; limits are the operator's to set, so without SETQUOTA (QUOTASET)
/// - RFC 8474 (OBJECTID): *whole*; MAILBOXID here, the rest in FETCH and SEARCH
/// - RFC 4314 (ACL, RIGHTS=texk), RFC 8440 (LIST-MYRIGHTS): *whole*; no rights are tied, "p" is kept and not asked for
/// - RFC 5530 (response codes), RFC 4466 (syntax of extensions): *part*
/// - RFC 7162 (CONDSTORE, QRESYNC): *whole*; one MODSEQ for all flags of a message
package org.posthorn.imap.command;
