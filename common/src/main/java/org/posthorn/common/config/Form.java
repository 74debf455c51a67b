package org.posthorn.common.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// How the value of a key is written, and what it becomes.
interface Form<T> {

    /// @param value what TOML gave: String, Long, Double, Boolean, List, Map or a date
    T read(Object value) throws Unfit;

    /// Labels of letters, digits and inner hyphens (RFC 1123 §2.1, §6.1.3.5), 253 characters in all.
    Pattern HOSTNAME = Pattern.compile("(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
            + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");

    Form<String> HOST = text("a host name in quotes", Form::hostname);
    Form<Path> PATH = text("a path in quotes", Form::path);
    Form<Optional<Path>> OPTIONAL_PATH = optional(PATH);
    Form<ByteSize> SIZE = text("a size in quotes, such as \"50 MiB\"", ByteSize::parse);
    Form<Duration> DURATION = text("a duration in quotes, such as \"5 m\"", Durations::parse);
    Form<HostPort> HOST_PORT = text("\"host:port\" in quotes", HostPort::parse);
    Form<InetSocketAddress> ADDRESS =
            text("\"ip:port\" in quotes", text -> HostPort.parse(text).literal());
    Form<InetAddress> IP = text("an IP address in quotes", HostPort::literalAddress);
    Form<List<InetSocketAddress>> ADDRESSES = listOf(ADDRESS, "\"host:port\" strings, such as [\"[::]:25\"]");

    Form<Boolean> SWITCH = value -> {
        if (value instanceof Boolean on) {
            return on;
        }
        throw new Unfit(value, "must be true or false, without quotes");
    };

    /// A string that `parse` understands, or refuses by an IllegalArgumentException whose message can be shown.
    static <T> Form<T> text(String what, Function<String, T> parse) {
        return value -> {
            if (!(value instanceof String text)) {
                throw new Unfit(value, "must be " + what);
            }
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException refused) {
                throw new Unfit(value, refused.getMessage());
            }
        };
    }

    /// The empty string stands for none.
    static <T> Form<Optional<T>> optional(Form<T> form) {
        return value -> "".equals(value) ? Optional.empty() : Optional.of(form.read(value));
    }

    static <T> Form<List<T>> listOf(Form<T> form, String what) {
        return value -> {
            if (!(value instanceof List<?> elements)) {
                throw new Unfit(value, "must be a list of " + what);
            }
            List<T> result = new ArrayList<>();
            List<String> reasons = new ArrayList<>();
            for (Object element : elements) {
                try {
                    result.add(form.read(element));
                } catch (Unfit unfit) {
                    reasons.addAll(unfit.reasons());
                }
            }
            if (!reasons.isEmpty()) {
                throw new Unfit(reasons);
            }
            return List.copyOf(result);
        };
    }

    /// Names of the operator's choice, and what each stands for.
    static <T> Form<Map<String, T>> tableOf(Form<String> name, Form<T> form, String what) {
        return value -> {
            if (!(value instanceof Map<?, ?> table)) {
                throw new Unfit(value, "must be " + what);
            }
            Map<String, T> result = new LinkedHashMap<>();
            List<String> reasons = new ArrayList<>();
            for (var each : table.entrySet()) {
                try {
                    result.put(name.read(each.getKey()), form.read(each.getValue()));
                } catch (Unfit unfit) {
                    unfit.reasons().forEach(reason -> reasons.add(each.getKey() + ": " + reason));
                }
            }
            if (!reasons.isEmpty()) {
                throw new Unfit(reasons);
            }
            return Collections.unmodifiableMap(result);
        };
    }

    /// This form, for values that also satisfy the test.
    default Form<T> where(Predicate<T> test, String otherwise) {
        return value -> {
            T read = read(value);
            if (test.test(read)) {
                return read;
            }
            throw new Unfit(value, otherwise);
        };
    }

    private static String hostname(String text) {
        if (!HOSTNAME.matcher(text).matches()) {
            throw new IllegalArgumentException("must be a host name such as \"mx.example.org\""
                    + (text.chars().anyMatch(c -> c > 127) ? ", with other letters in their xn-- form" : ""));
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static Path path(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("must be a path");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException invalid) {
            throw new IllegalArgumentException(invalid.getReason(), invalid);
        }
    }
}
