package org.posthorn.common.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tomlj.Toml;

/// Writes `posthorn.toml` with a comment for every key: what is set stands there, what is not stands commented out
/// with its default.
public final class ConfigText {
    private final Map<String, Object> settings = new LinkedHashMap<>();

    /// @param hostname the only key that has no default
    public ConfigText(String hostname) {
        set("", "hostname", hostname);
    }

    /// @param section empty for the top level
    /// @param value   String, Boolean or List of String
    /// @throws IllegalArgumentException there is no such key, or it does not take that value
    public ConfigText set(String section, String key, Object value) {
        Key<?> declared = Schema.SECTIONS.stream()
                .filter(candidate -> candidate.name().equals(section))
                .flatMap(candidate -> candidate.keys().stream())
                .filter(candidate -> candidate.name().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no key " + key + " in [" + section + "]"));
        try {
            declared.form().read(value);
        } catch (Unfit unfit) {
            throw new IllegalArgumentException(key + ": " + unfit.getMessage(), unfit);
        }
        settings.put(section + "." + key, value);
        return this;
    }

    /// The file's text.
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("# Posthorn's configuration. What stands commented out is the default.\n"
                + "# Durations read 2s, 5 m, 14 d; sizes 50 MiB.\n");
        for (Section section : Schema.SECTIONS) {
            out.append('\n');
            if (!section.name().isEmpty()) {
                out.append('[').append(section.name()).append("]\n");
            }
            if (!section.doc().isEmpty()) {
                out.append("# ").append(section.doc()).append('\n');
            }
            section.keys().forEach(key -> write(section, key, out));
        }
        return out.toString();
    }

    private void write(Section section, Key<?> key, StringBuilder out) {
        Object set = settings.get(section.name() + "." + key.name());
        out.append("# ").append(key.doc()).append('\n');
        out.append(set == null ? "# " : "").append(key.name()).append(" = ");
        out.append(toml(set == null ? key.fallback() : set)).append('\n');
    }

    private static String toml(Object value) {
        return switch (value) {
            case String text -> "\"" + Toml.tomlEscape(text) + "\"";
            case List<?> list -> list.stream().map(ConfigText::toml).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> table ->
                table.entrySet().stream()
                        .map(each -> toml(each.getKey()) + " = " + toml(each.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            default -> value.toString();
        };
    }
}
