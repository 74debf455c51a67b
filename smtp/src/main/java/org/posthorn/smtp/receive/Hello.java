package org.posthorn.smtp.receive;

/// How the client introduced itself.
///
/// @param name     a domain or an address literal, as it was sent; letters, digits and `-._:[]` only
/// @param extended by EHLO, not by HELO
public record Hello(String name, boolean extended) {}
