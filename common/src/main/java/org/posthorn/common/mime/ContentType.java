package org.posthorn.common.mime;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A media type (RFC 2045 §5).
///
/// @param type       upper case, for example `TEXT`
/// @param subtype    upper case, for example `PLAIN`
/// @param parameters in the order written; RFC 2231 continuations joined and decoded
public record ContentType(String type, String subtype, List<Parameter> parameters) {

    public boolean is(String type, String subtype) {
        return this.type.equals(type) && this.subtype.equals(subtype);
    }

    public boolean isMultipart() {
        return type.equals("MULTIPART");
    }

    /// Reads a field body, however sloppy.
    ///
    /// @return empty when it names no media type: the field then counts as absent (RFC 2045 §5.2)
    public static Optional<ContentType> parse(String field) {
        var in = new ParameterReader(field);
        var name = in.word();
        int slash = name.indexOf('/');
        if (slash < 0 && name.equalsIgnoreCase("text")) {
            // Seen in old mail; RFC 2045 §5.2 wants text/plain, and the parameters are good.
            return Optional.of(new ContentType("TEXT", "PLAIN", in.parameters()));
        }
        if (slash <= 0 || slash == name.length() - 1) {
            return Optional.empty();
        }
        var upper = name.toUpperCase(Locale.ROOT);
        return Optional.of(new ContentType(upper.substring(0, slash), upper.substring(slash + 1), in.parameters()));
    }

    /// @param name in any case
    public Optional<String> parameter(String name) {
        return Parameter.find(parameters, name);
    }
}
