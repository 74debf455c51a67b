package org.posthorn.common.mime;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Content-Disposition (RFC 2183).
///
/// @param kind upper case, for example `ATTACHMENT`
public record ContentDisposition(String kind, List<Parameter> parameters) {

    /// Reads a field body, however sloppy.
    ///
    /// @return empty when it names no disposition
    public static Optional<ContentDisposition> parse(String field) {
        var in = new ParameterReader(field);
        var kind = in.word();
        return kind.isEmpty()
                ? Optional.empty()
                : Optional.of(new ContentDisposition(kind.toUpperCase(Locale.ROOT), in.parameters()));
    }

    /// @param name in any case
    public Optional<String> parameter(String name) {
        return Parameter.find(parameters, name);
    }
}
