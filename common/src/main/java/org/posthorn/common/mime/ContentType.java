package org.posthorn.common.mime;

import java.util.List;

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
}
