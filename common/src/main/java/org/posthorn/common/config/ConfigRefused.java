package org.posthorn.common.config;

import java.util.List;

/// The configuration can't be used: every problem of the file, one line each, fit to be shown as it is.
public final class ConfigRefused extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    ConfigRefused(List<String> problems) {
        super(String.join("\n", problems), null, false, false);
        this.problems = List.copyOf(problems);
    }

    /// In the order of the file's lines; never empty.
    public List<String> problems() {
        return problems;
    }
}
