package org.posthorn.smtp.reply;

import java.util.List;
import org.posthorn.common.net.Output;
import org.posthorn.common.net.PeerGone;

/// One reply to one command (RFC 5321 §4.2). Immutable, thread-safe.
///
/// @param code     200 to 599, for the client's machine
/// @param enhanced the enhanced status code (RFC 3463), or empty where RFC 2034 §3 has none: greeting, EHLO, 3xx
/// @param lines    one or more lines for a person; printable US-ASCII
public record Reply(int code, String enhanced, List<String> lines) {

    public Reply {
        lines = List.copyOf(lines);
        if (code < 200 || code > 599 || lines.isEmpty()) {
            throw new IllegalArgumentException("no reply: " + code + " " + lines);
        }
        // RFC 2034 §4: the class of the enhanced code is the reply code's first digit.
        if (!enhanced.isEmpty() && (enhanced.charAt(0) != '0' + code / 100 || enhanced.charAt(1) != '.')) {
            throw new IllegalArgumentException("enhanced code " + enhanced + " does not fit " + code);
        }
        for (var line : lines) {
            if (!line.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
                throw new IllegalArgumentException("a reply is printable US-ASCII (RFC 5321 §4.2)");
            }
        }
    }

    static Reply of(int code, String enhanced, String... lines) {
        return new Reply(code, enhanced, List.of(lines));
    }

    /// Whether the connection ends with this reply (RFC 5321 §3.8).
    public boolean closes() {
        return code == 221 || code == 421;
    }

    /// Whether the command was turned down, for now or for good.
    public boolean refuses() {
        return code >= 400;
    }

    /// Each line but the last is marked as followed by another; the enhanced code stands in all (RFC 2034 §4).
    public void writeTo(Output out) throws PeerGone {
        for (int i = 0; i < lines.size(); i++) {
            out.ascii(line(i)).crlf();
        }
    }

    /// As it goes over the wire, with its CRLFs.
    public String wire() {
        var text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            text.append(line(i)).append("\r\n");
        }
        return text.toString();
    }

    /// The reply in one line, for logs.
    @Override
    public String toString() {
        return code + " " + (enhanced.isEmpty() ? "" : enhanced + " ") + String.join(" / ", lines);
    }

    private String line(int i) {
        var follows = i < lines.size() - 1 ? "-" : " ";
        return code + follows + (enhanced.isEmpty() ? "" : enhanced + " ") + lines.get(i);
    }
}
