package org.posthorn.common.config;

import java.util.List;

/// A value that its key does not take: every reason, each fit for a person and each naming the value.
final class Unfit extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<String> reasons;

    Unfit(List<String> reasons) {
        super(String.join("; ", reasons), null, false, false);
        this.reasons = List.copyOf(reasons);
    }

    Unfit(Object value, String reason) {
        this(List.of(shown(value) + ": " + reason));
    }

    List<String> reasons() {
        return reasons;
    }

    private static String shown(Object value) {
        return value instanceof String text ? "\"" + text + "\"" : String.valueOf(value);
    }
}
