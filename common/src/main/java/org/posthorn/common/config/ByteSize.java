package org.posthorn.common.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of octets, written `50 MiB`, with or without the space.
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18}) ?(B|KiB|MiB|GiB|TiB)");

    private enum Unit {
        TIB(40),
        GIB(30),
        MIB(20),
        KIB(10),
        B(0);

        private final int shift;

        Unit(int shift) {
            this.shift = shift;
        }

        private String text() {
            return this == B ? "B" : name().charAt(0) + "iB";
        }
    }

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size of " + bytes);
        }
    }

    /// @throws IllegalArgumentException with a message fit for a person
    public static ByteSize parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a size is a whole number and one of B, KiB, MiB, GiB, TiB, such as \"50 MiB\"");
        }
        Unit unit = Unit.valueOf(matcher.group(2).toUpperCase(Locale.ROOT));
        long count = Long.parseLong(matcher.group(1));
        if (count > Long.MAX_VALUE >> unit.shift) {
            throw new IllegalArgumentException("a size ends at 8 EiB");
        }
        return new ByteSize(count << unit.shift);
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /// In the largest unit that gives a whole number, so that `parse(toString())` is the same size.
    @Override
    public String toString() {
        for (Unit unit : Unit.values()) {
            if (bytes >= 1L << unit.shift && bytes % (1L << unit.shift) == 0) {
                return (bytes >> unit.shift) + " " + unit.text();
            }
        }
        return "0 B";
    }
}
