package org.posthorn.common.mime;

/// A parameter of Content-Type or Content-Disposition.
///
/// @param name  upper case
/// @param value unquoted; bytes that are no valid UTF-8 are kept as ISO 8859-1 characters
public record Parameter(String name, String value) {}
