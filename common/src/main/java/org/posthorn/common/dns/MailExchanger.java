package org.posthorn.common.dns;

/// A host that takes a domain's mail (RFC 1035 §3.3.9).
///
/// @param preference the lowest is asked first
/// @param host       lower case, without the root's dot; empty for "takes no mail" (RFC 7505)
public record MailExchanger(int preference, String host) {}
