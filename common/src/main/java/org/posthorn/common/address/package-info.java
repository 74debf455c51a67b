/// Mail addresses and domain names, as SMTP writes them. The front door is [EmailAddress]; [DomainName] is
/// for what names a domain alone (EHLO, the directory). Addresses in header fields are
/// [org.posthorn.common.mime.AddressList].
///
/// - RFC 5321 §4.1.2, §4.1.3 (mailboxes, quoted strings, address literals): *whole*
/// - RFC 6531 §3.2, §3.3 (internationalised addresses): *whole*
/// - RFC 3492 (Punycode): *whole*
/// - RFC 1035 §2.3.4, RFC 3696 erratum 1690 (lengths of names and addresses): *whole*
/// - RFC 5890, RFC 5891 (IDNA 2008): *part*: A-labels that arrive as such are taken without a look inside
/// - RFC 5892 (code points): *part*: the joining types of rule A.1 are approximated
/// - RFC 5893 (Bidi rule): *whole*, for each label by itself
/// - RFC 5952 (text of IPv6 addresses): *whole*, for writing
/// - RFC 5895 (mapping): *whole*, widened to NFKC
package org.posthorn.common.address;
