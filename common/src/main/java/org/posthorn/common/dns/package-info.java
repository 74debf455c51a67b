/// Questions to the DNS, and answers that tell "none" from "not known now". The wire, the cache and the servers are
/// dnsjava's.
///
/// Front door: [org.posthorn.common.dns.Resolver].
///
/// Implements:
/// - RFC 1035 (DNS): part, as a stub that asks a recursive server
/// - RFC 8020 (NXDOMAIN): whole
/// - RFC 7505 (null MX): the record
package org.posthorn.common.dns;
