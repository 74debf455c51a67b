package org.posthorn.common.address;

import java.util.Optional;

/// Punycode (RFC 3492) with IDNA's parameters (§5): code points as basic characters, without the `xn--` in
/// front.
final class Punycode {

    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 0x80;

    private Punycode() {}

    /// RFC 3492 §6.3. The input is one label, so no count comes near an overflow.
    static String encode(String label) {
        int[] points = label.codePoints().toArray();
        var out = new StringBuilder();
        for (int point : points) {
            if (point < 0x80) {
                out.append((char) point);
            }
        }
        int basic = out.length();
        if (basic > 0) {
            out.append('-');
        }
        int n = INITIAL_N;
        int delta = 0;
        int bias = INITIAL_BIAS;
        int handled = basic;
        while (handled < points.length) {
            int next = nextPoint(points, n);
            delta += (next - n) * (handled + 1);
            n = next;
            for (int point : points) {
                if (point < n) {
                    delta++;
                } else if (point == n) {
                    appendDelta(out, delta, bias);
                    bias = adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
            n++;
        }
        return out.toString();
    }

    /// RFC 3492 §6.2.
    ///
    /// @return empty when the text is no Punycode
    static Optional<String> decode(String encoded) {
        int dash = encoded.lastIndexOf('-');
        var out = new StringBuilder(encoded.substring(0, Math.max(dash, 0)));
        int n = INITIAL_N;
        long i = 0;
        int bias = INITIAL_BIAS;
        int count = out.length();
        int at = dash + 1;
        while (at < encoded.length()) {
            long before = i;
            long weight = 1;
            for (int k = BASE; ; k += BASE) {
                int digit = at < encoded.length() ? Character.digit(encoded.charAt(at++), BASE) : -1;
                if (digit < 0) {
                    return Optional.empty();
                }
                i += value(digit) * weight;
                int threshold = threshold(k, bias);
                if (value(digit) < threshold) {
                    break;
                }
                weight *= BASE - threshold;
                if (i > Integer.MAX_VALUE || weight > Integer.MAX_VALUE) {
                    return Optional.empty();
                }
            }
            count++;
            bias = adapt((int) (i - before), count, before == 0);
            n += (int) (i / count);
            i %= count;
            if (n > Character.MAX_CODE_POINT || n < INITIAL_N) {
                return Optional.empty();
            }
            out.insert(out.offsetByCodePoints(0, (int) i), Character.toString(n));
            i++;
        }
        return Optional.of(out.toString());
    }

    private static int nextPoint(int[] points, int least) {
        int next = Integer.MAX_VALUE;
        for (int point : points) {
            if (point >= least && point < next) {
                next = point;
            }
        }
        return next;
    }

    private static void appendDelta(StringBuilder out, int delta, int bias) {
        int q = delta;
        for (int k = BASE; ; k += BASE) {
            int threshold = threshold(k, bias);
            if (q < threshold) {
                break;
            }
            out.append(digit(threshold + (q - threshold) % (BASE - threshold)));
            q = (q - threshold) / (BASE - threshold);
        }
        out.append(digit(q));
    }

    private static int threshold(int k, int bias) {
        return Math.clamp(k - bias, T_MIN, T_MAX);
    }

    /// RFC 3492 §6.1.
    private static int adapt(int delta, int points, boolean first) {
        int left = first ? delta / DAMP : delta / 2;
        left += left / points;
        int k = 0;
        for (; left > (BASE - T_MIN) * T_MAX / 2; k += BASE) {
            left /= BASE - T_MIN;
        }
        return k + (BASE - T_MIN + 1) * left / (left + SKEW);
    }

    /// RFC 3492 §5: a to z are 0 to 25, 0 to 9 are 26 to 35.
    private static char digit(int value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }

    /// From Java's order of base-36 digits (0 to 9, then a to z) to that of RFC 3492.
    private static int value(int javaDigit) {
        return javaDigit < 10 ? javaDigit + 26 : javaDigit - 10;
    }
}
