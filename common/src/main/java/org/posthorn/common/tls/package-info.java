/// TLS by BouncyCastle: what a server offers, its certificate files, and the certificate of a server without one.
///
/// Front door: [TlsContexts].
///
/// Implements:
/// - RFC 8446 (TLS 1.3): what BCJSSE does; no resumption, no 0-RTT
/// - RFC 5246 (TLS 1.2): what BCJSSE does, ECDHE with AEAD only
/// - RFC 9325 (recommendations for TLS) §3.1, §4.2: whole
/// - RFC 7468 (PEM): what bcpkix reads
/// - RFC 5280 (certificates) §4: for the certificate that we make
/// - not yet: SNI, reloading, channel bindings (RFC 5929, RFC 9266)
package org.posthorn.common.tls;
