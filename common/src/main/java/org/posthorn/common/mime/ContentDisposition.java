package org.posthorn.common.mime;

import java.util.List;

/// Content-Disposition (RFC 2183).
///
/// @param kind upper case, for example `ATTACHMENT`
public record ContentDisposition(String kind, List<Parameter> parameters) {}
