package org.posthorn.common.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What is wrong with one file, collected so that all of it is told at once, in the order of the lines.
final class Problems {
    private record Problem(int line, String text) {}

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    /// @param file as the operator named it
    Problems(String file) {
        this.file = file;
    }

    void at(int line, String text) {
        found.add(new Problem(line, file + ":" + line + ": " + text));
    }

    /// Of the file as a whole.
    void general(String text) {
        found.add(new Problem(0, file + ": " + text));
    }

    int count() {
        return found.size();
    }

    void throwIfAny() throws ConfigRefused {
        if (!found.isEmpty()) {
            throw new ConfigRefused(found.stream()
                    .sorted(Comparator.comparingInt(Problem::line))
                    .map(Problem::text)
                    .toList());
        }
    }
}
