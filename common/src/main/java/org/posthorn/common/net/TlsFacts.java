package org.posthorn.common.net;

/// What was negotiated, for logs and `Received` fields.
///
/// @param protocol for example `TLSv1.3`
/// @param cipher   the suite's IANA name, for example `TLS_AES_256_GCM_SHA384`
public record TlsFacts(String protocol, String cipher) {}
