package org.posthorn.common.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/// The parsed file, section by section. What does not fit goes to its [Problems].
final class FileValues {
    private final TomlTable root;
    private final Path folder;
    private final Problems problems;

    /// @param folder what relative paths are relative to
    FileValues(TomlTable root, Path folder, Problems problems) {
        this.root = root;
        this.folder = folder;
        this.problems = problems;
    }

    Path resolve(Path path) {
        return folder.resolve(path).normalize();
    }

    Values section(Section section) {
        if (section.name().isEmpty()) {
            refuseStrangers();
            return read(section, root);
        }
        if (root.get(List.of(section.name())) instanceof TomlTable table) {
            return read(section, table);
        }
        return new Values(section, Map.of(), problems, 0, true);
    }

    /// Names at the top level that are neither a key nor a section, and sections that are no tables.
    private void refuseStrangers() {
        List<String> sections = Schema.SECTIONS.stream()
                .map(Section::name)
                .filter(name -> !name.isEmpty())
                .toList();
        for (String name : root.keySet()) {
            boolean table = root.get(List.of(name)) instanceof TomlTable;
            if (sections.contains(name) && !table) {
                problems.at(line(root, name), name + ": is a section; write [" + name + "] and its keys below it");
            } else if (table && !sections.contains(name)) {
                problems.at(
                        line(root, name),
                        "[" + name + "]: "
                                + unknown("section", Nearest.to(name, sections).map(near -> "[" + near + "]")));
            }
        }
    }

    private Values read(Section section, TomlTable table) {
        int before = problems.count();
        Map<Key<?>, Object> values = new HashMap<>();
        for (Key<?> key : section.keys()) {
            Object written = table.get(List.of(key.name()));
            if (written != null) {
                readKey(section, key, table, written).ifPresent(value -> values.put(key, value));
            } else if (key.required()) {
                problems.general(section.label(key.name()) + ": is missing; add for example " + key.name() + " = \""
                        + key.fallback() + "\"");
            }
        }
        for (String name : table.keySet()) {
            boolean subsection = section.name().isEmpty() && isSection(name, table);
            if (!subsection && !section.keyNames().contains(name)) {
                problems.at(line(table, name), section.label(name) + ": " + unknownKey(section, name));
            }
        }
        int line = section.name().isEmpty() ? 1 : line(root, section.name());
        return new Values(section, values, problems, line, problems.count() == before);
    }

    private Optional<Object> readKey(Section section, Key<?> key, TomlTable table, Object written) {
        try {
            return Optional.of(key.form().read(plain(written)));
        } catch (Unfit unfit) {
            int line = line(table, key.name());
            unfit.reasons().forEach(reason -> problems.at(line, section.label(key.name()) + ": " + reason));
            return Optional.empty();
        }
    }

    /// Without the parser's own types.
    private static Object plain(Object written) {
        return switch (written) {
            case TomlArray array ->
                array.toList().stream().map(FileValues::plain).toList();
            case TomlTable table -> {
                Map<String, Object> plain = new LinkedHashMap<>();
                table.keySet().forEach(name -> plain.put(name, plain(table.get(List.of(name)))));
                yield plain;
            }
            default -> written;
        };
    }

    private static String unknownKey(Section section, String name) {
        Optional<String> here = Nearest.to(name, section.keyNames());
        // A key that stands right, but under another heading.
        Optional<String> elsewhere = Schema.SECTIONS.stream()
                .filter(other -> other.keyNames().contains(name))
                .findFirst()
                .map(other -> other.name().isEmpty() ? name + " above all sections" : other.label(name));
        return unknown("key", elsewhere.or(() -> here));
    }

    private static String unknown(String what, Optional<String> meant) {
        return "unknown " + what
                + meant.map(name -> "; did you mean " + name + "?").orElse("");
    }

    private static boolean isSection(String name, TomlTable table) {
        return table.get(List.of(name)) instanceof TomlTable
                || Schema.SECTIONS.stream().anyMatch(section -> section.name().equals(name));
    }

    private static int line(TomlTable table, String key) {
        return table.inputPositionOf(List.of(key)).line();
    }
}
