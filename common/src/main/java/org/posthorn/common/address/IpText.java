package org.posthorn.common.address;

import java.net.InetAddress;

/// An IP address as people write it: IPv6 in the one form that RFC 5952 §4 leaves, so that equal addresses are equal
/// text. Java writes every group.
public final class IpText {
    private static final int GROUPS = 8;

    private IpText() {}

    /// Without zone and brackets: `192.0.2.1`, `2001:db8::1`.
    public static String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return address.getHostAddress();
        }
        var groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        int from = 0;
        int longest = 0;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = zeros(groups, i);
            if (zeros > longest) { // the first of equal ones (§4.2.3)
                from = i;
                longest = zeros;
            }
        }
        // One group is not shortened (§4.2.2).
        return longest < 2
                ? join(groups, 0, GROUPS)
                : join(groups, 0, from) + "::" + join(groups, from + longest, GROUPS);
    }

    private static int zeros(int[] groups, int from) {
        int end = from;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - from;
    }

    private static String join(int[] groups, int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i > from ? ":" : "").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
