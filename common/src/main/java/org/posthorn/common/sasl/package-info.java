/// SASL mechanisms, seen from the server: bytes in, what to check out. Nothing here knows accounts or protocols.
///
/// Front door: [SaslServer].
///
/// Implements:
/// - RFC 4422 (SASL): what the mechanisms need of it; security layers not at all
/// - RFC 4616 (PLAIN): whole, except for SASLprep (RFC 4013), which clients don't do either: bytes count
/// - RFC 4013 (SASLprep), RFC 3454 (its tables): *part*: code points younger than Unicode 3.2 are taken
/// - LOGIN: as clients send it
/// - not yet: RFC 5802, RFC 7677 (SCRAM), RFC 7628 (OAUTHBEARER)
package org.posthorn.common.sasl;
