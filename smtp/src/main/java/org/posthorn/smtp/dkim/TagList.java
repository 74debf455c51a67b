package org.posthorn.smtp.dkim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// `tag=value; tag=value` (RFC 6376 §3.2), as signatures and keys are written; ARC and DMARC write the same.
///
/// @param tags in their order; names are told apart by case, values are without white space around them
record TagList(Map<String, String> tags) {

    static TagList parse(String text) throws DkimError {
        var tags = new LinkedHashMap<String, String>();
        for (String each : text.split(";", -1)) {
            String spec = each.strip();
            if (spec.isEmpty()) {
                continue; // behind the last one; in between it is no tag, and harms nobody
            }
            int equals = spec.indexOf('=');
            if (equals <= 0) {
                throw new DkimError(DkimVerdict.NEUTRAL, "not tag=value");
            }
            String name = spec.substring(0, equals).strip();
            if (!isName(name) || tags.put(name, spec.substring(equals + 1).strip()) != null) {
                throw new DkimError(DkimVerdict.NEUTRAL, "a tag that is none or is there twice");
            }
        }
        return new TagList(tags);
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || c == '_'))
                && !Character.isDigit(name.charAt(0));
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(tags.get(name));
    }

    String required(String name) throws DkimError {
        return get(name).filter(value -> !value.isEmpty()).orElseThrow(() -> DkimError.permanent("no " + name + "="));
    }

    /// A value without the white space in it: base64, and lists of names.
    static String squeezed(String value) {
        var text = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
                text.append(c);
            }
        }
        return text.toString();
    }
}
