package org.posthorn.dist.transfer;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;
import org.posthorn.storage.mailbox.Flag;

/// Letters in a stream, for the way between the command line and a server:
///
///     letters := letter* 0x00                    a stream without its last octet was broken off
///     letter  := 0x01 name mailbox flags date bytes chunk* (end | failed)
///     name, mailbox, flags := text               u16 length and UTF-8; flags parted by spaces
///     date, bytes := i64                         milliseconds since 1970; octets, about
///     chunk   := u32 length, octets              1 to 65,536 octets
///     end     := 0x00000000
///     failed  := 0xffffffff why                  the message could not be read
public final class LetterFrames {
    private static final int CHUNK = 64 << 10;

    private LetterFrames() {}

    /// @throws IOException the stream failed, not the letter
    public static void write(Letter letter, OutputStream to) throws IOException {
        DataOutputStream out = new DataOutputStream(to);
        out.writeByte(1);
        out.writeUTF(letter.name());
        out.writeUTF(letter.mailbox());
        out.writeUTF(letter.flags().stream().map(Flag::name).collect(Collectors.joining(" ")));
        out.writeLong(letter.date().toEpochMilli());
        out.writeLong(letter.bytes());
        try {
            letter.content().writeTo(new UncheckedOutput(new Chunks(out)));
            out.writeInt(0);
        } catch (UncheckedIOException broken) {
            throw broken.getCause();
        } catch (IOException unreadable) {
            out.writeInt(-1);
            out.writeUTF(Reasons.of(unreadable));
        }
    }

    /// No letter follows.
    public static void end(OutputStream to) throws IOException {
        to.write(0);
        to.flush();
    }

    /// What stands for a message that can't be read.
    public static Letter unreadable(String name, String why) {
        return new Letter(name, "", Set.of(), Instant.EPOCH, 0, _ -> {
            throw new IOException(why);
        });
    }

    /// The stream ended too early.
    public static final class BrokenOff extends UncheckedIOException {
        private static final long serialVersionUID = 1;

        BrokenOff(IOException why) {
            super(why);
        }
    }

    private static final class Chunks extends OutputStream {
        private final DataOutputStream out;

        Chunks(DataOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int done = 0; done < length; done += CHUNK) {
                int count = Math.min(CHUNK, length - done);
                out.writeInt(count);
                out.write(bytes, offset + done, count);
            }
        }
    }

    /// The letters of a stream. The content of each is there until the next one is asked for, and once; both throw
    /// [BrokenOff] when the stream fails.
    public static final class Reader implements Iterator<Letter> {
        private final DataInputStream in;
        private boolean contentOpen;

        public Reader(InputStream in) {
            this.in = new DataInputStream(new BufferedInputStream(in, CHUNK));
        }

        @Override
        public boolean hasNext() {
            try {
                while (contentOpen) {
                    chunk();
                }
                in.mark(1);
                boolean more = in.readUnsignedByte() == 1;
                if (more) {
                    in.reset();
                }
                return more;
            } catch (Failed _) {
                // The letter that was passed over could not have been read anyhow.
                return hasNext();
            } catch (IOException broken) {
                throw new BrokenOff(broken);
            }
        }

        @Override
        public Letter next() {
            try {
                if (in.readUnsignedByte() != 1) {
                    throw new NoSuchElementException();
                }
                contentOpen = true;
                return new Letter(
                        in.readUTF(),
                        in.readUTF(),
                        flags(in.readUTF()),
                        Instant.ofEpochMilli(in.readLong()),
                        in.readLong(),
                        this::content);
            } catch (IOException broken) {
                throw new BrokenOff(broken);
            }
        }

        private static Set<Flag> flags(String names) {
            return Arrays.stream(names.split(" "))
                    .filter(name -> !name.isEmpty())
                    .map(Flag::of)
                    .collect(Collectors.toUnmodifiableSet());
        }

        private void content(OutputStream out) throws IOException {
            while (contentOpen) {
                try {
                    out.write(chunk());
                } catch (Failed failed) {
                    throw failed;
                } catch (IOException broken) {
                    throw new BrokenOff(broken);
                }
            }
        }

        private byte[] chunk() throws IOException {
            int length = in.readInt();
            contentOpen = length > 0;
            if (length == -1) {
                throw new Failed(in.readUTF());
            }
            if (length < 0 || length > CHUNK) {
                throw new IOException("a chunk of " + length + " octets");
            }
            byte[] chunk = new byte[length];
            in.readFully(chunk);
            return chunk;
        }
    }

    private static final class Failed extends IOException {
        private static final long serialVersionUID = 1;

        Failed(String why) {
            super(why);
        }
    }
}
