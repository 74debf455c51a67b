package org.posthorn.dist.bench;

import java.io.IOException;

/// As much of POP3 as draining takes. Not thread-safe.
final class Pop3Client implements AutoCloseable {
    private static final int BUFFER = 64 << 10;
    /// RETRs sent ahead: few enough that both sides' socket buffers hold what is unread.
    private static final int AHEAD = 32;

    private final Wire wire;

    Pop3Client(Target target, Traffic traffic, Load.Login login) throws IOException {
        wire = new Wire(target, traffic, BUFFER);
        expectOk("greeting");
        if (wire.wantsStartTls()) {
            ask("STLS");
            wire.secure();
        }
        ask("USER " + login.address());
        wire.send("PASS " + login.password() + "\r\n");
        expectOk("PASS");
    }

    /// Reads all messages, a burst of RETRs at a time.
    ///
    /// @return how many there were
    long drain() throws IOException {
        ask("STAT");
        long count = Long.parseLong(wire.text().split(" ")[1]);
        for (long first = 1; first <= count; first += AHEAD) {
            long last = Math.min(count, first + AHEAD - 1);
            var burst = new StringBuilder();
            for (long n = first; n <= last; n++) {
                burst.append("RETR ").append(n).append("\r\n");
            }
            wire.send(burst.toString());
            for (long n = first; n <= last; n++) {
                expectOk("RETR");
                skipMessage();
            }
        }
        return count;
    }

    private void skipMessage() throws IOException {
        do {
            wire.nextLine();
        } while (wire.length() != 1 || wire.at(0) != '.');
    }

    private void ask(String line) throws IOException {
        wire.send(line + "\r\n");
        expectOk(line);
    }

    private void expectOk(String asked) throws IOException {
        wire.nextLine();
        if (!wire.startsWith("+OK")) {
            throw new UnexpectedReply(asked, wire.text());
        }
    }

    void quit() throws IOException {
        ask("QUIT");
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
