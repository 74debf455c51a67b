package org.posthorn.dist.bench;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/// As much of IMAP as the load takes: commands out, answers counted and skipped. Not thread-safe.
final class ImapClient implements AutoCloseable {
    static final int BUFFER = 64 << 10;
    /// Of a connection that is to be idle.
    static final int SMALL_BUFFER = 512;

    private final Wire wire;
    private final boolean literalPlus;
    private String tag = "";
    private int tags;
    private long exists;

    ImapClient(Target target, Traffic traffic, Load.Login login, int bufferSize) throws IOException {
        wire = new Wire(target, traffic, bufferSize);
        wire.nextLine();
        if (!wire.startsWith("* OK")) {
            throw new UnexpectedReply("greeting", wire.text());
        }
        if (wire.wantsStartTls()) {
            command("STARTTLS");
            wire.secure();
        }
        command("LOGIN " + quoted(login.address()) + " " + quoted(login.password()));
        wire.send(newTag() + " CAPABILITY\r\n");
        boolean plus = false;
        do {
            wire.nextLine();
            plus |= wire.startsWith("* ")
                    && wire.text().toUpperCase(Locale.ROOT).contains("LITERAL+");
        } while (!tagged("CAPABILITY"));
        literalPlus = plus;
    }

    /// @return how many messages the mailbox has
    long select(String mailbox) throws IOException {
        command("SELECT " + quoted(mailbox));
        return exists;
    }

    /// Sends a command and waits for its end.
    ///
    /// @return how many FETCH responses came
    long command(String text) throws IOException {
        wire.send(newTag() + " " + text + "\r\n");
        return finish(text);
    }

    void append(String mailbox, byte[] letter) throws IOException {
        var command = newTag() + " APPEND " + quoted(mailbox) + " {" + letter.length;
        if (literalPlus) {
            wire.send(command + "+}\r\n");
        } else {
            wire.send(command + "}\r\n");
            do {
                wire.nextLine();
            } while (wire.startsWith("* "));
            if (!wire.startsWith("+")) {
                throw new UnexpectedReply("APPEND", wire.text());
            }
        }
        byte[] rest = Arrays.copyOf(letter, letter.length + 2);
        rest[letter.length] = '\r';
        rest[letter.length + 1] = '\n';
        wire.send(rest);
        finish("APPEND");
    }

    void idle() throws IOException {
        wire.beSilent();
        wire.send(newTag() + " IDLE\r\n");
        do {
            wire.nextLine();
        } while (!wire.startsWith("+"));
    }

    /// Waits, in IDLE, for the next EXISTS.
    void awaitExists() throws IOException {
        do {
            wire.nextLine();
        } while (!wire.text().endsWith(" EXISTS"));
    }

    private String newTag() {
        tag = "b" + ++tags;
        return tag;
    }

    private long finish(String asked) throws IOException {
        long fetched = 0;
        boolean begins = true;
        while (true) {
            wire.nextLine();
            if (begins && wire.at(0) == '*') {
                fetched += untagged();
            } else if (begins && tagged(asked)) {
                return fetched;
            }
            long literal = literal();
            if (literal >= 0) {
                wire.skip(literal);
            }
            begins = literal < 0;
        }
    }

    /// @return 1 when it is a FETCH response
    private int untagged() {
        int i = 2;
        long number = 0;
        while (wire.at(i) >= '0' && wire.at(i) <= '9') {
            number = number * 10 + wire.at(i++) - '0';
        }
        if (i == 2) {
            return 0;
        }
        if (wire.at(i + 1) == 'E' && wire.at(i + 3) == 'I') {
            exists = number;
        }
        return wire.at(i + 1) == 'F' && wire.at(i + 2) == 'E' ? 1 : 0;
    }

    private boolean tagged(String asked) throws UnexpectedReply {
        if (!wire.startsWith(tag) || wire.at(tag.length()) != ' ') {
            return false;
        }
        if (wire.at(tag.length() + 1) != 'O') {
            throw new UnexpectedReply(asked.split(" ", 2)[0], wire.text());
        }
        return true;
    }

    /// The length of the literal that the line announces, or -1.
    private long literal() {
        if (wire.at(-1) != '}') {
            return -1;
        }
        long length = 0;
        long unit = 1;
        for (int i = -2; wire.at(i) != '{'; i--) {
            int digit = wire.at(i) - '0';
            if (digit < 0 || digit > 9 || i < -20) {
                return -1;
            }
            length += digit * unit;
            unit *= 10;
        }
        return length;
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /// Says LOGOUT and waits for the goodbye.
    void logout() throws IOException {
        command("LOGOUT");
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
