/// May this address send for that domain? A pure function of who claims what and of the DNS's answers.
///
/// Front door: [org.posthorn.smtp.spf.SpfCheck].
///
/// Implements:
/// - RFC 7208 (SPF): whole, with the limits of §4.6.4; what a verdict leads to is the receiver's policy
/// - RFC 3986 (URI) §2.3: for macros in upper case
package org.posthorn.smtp.spf;
