package org.posthorn.imap.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.posthorn.common.net.Body;
import org.posthorn.common.net.Connection;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;

class CommandReaderTest {
    private static final int SIZE = 4 << 20;

    /// Ten thousand clients may announce as much as a command may hold, and send nothing of it.
    @Test
    void literalThatIsOnlyAnnouncedHoldsNothing() {
        var reader = reader(List.of(new byte[1]));
        var allocation = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = allocation.getCurrentThreadAllocatedBytes();
        assertThrows(PeerGone.class, () -> reader.literal(SIZE, false));
        long made = allocation.getCurrentThreadAllocatedBytes() - before;
        assertTrue(made < SIZE / 4, made + " bytes");
    }

    @Test
    void literalComesInChunks() throws Exception {
        var whole = new byte[100_000];
        new Random(42).nextBytes(whole);
        var chunks = List.of(
                Arrays.copyOf(whole, 1),
                Arrays.copyOfRange(whole, 1, 65_537),
                Arrays.copyOfRange(whole, 65_537, 100_000),
                new byte[0]);
        assertArrayEquals(whole, reader(chunks).literal(whole.length, false));
        assertThrows(BadCommand.class, () -> reader(chunks).literal(SIZE + 1, false));
    }

    /// Behind the chunks the connection ends.
    private static CommandReader reader(List<byte[]> chunks) {
        var left = chunks.iterator();
        var connection = (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (_, method, _) -> {
                    if (method.getName().equals("literal")) {
                        return new Chunks(left);
                    }
                    throw new AssertionError(method);
                });
        return new CommandReader(connection, new byte[0], SIZE, 0);
    }

    private record Chunks(Iterator<byte[]> left) implements Body {
        @Override
        public ByteBuffer next() throws PeerGone {
            if (!left.hasNext()) {
                throw new PeerGone("gone");
            }
            return ByteBuffer.wrap(left.next()).asReadOnlyBuffer();
        }

        @Override
        public boolean bareNewline() {
            return false;
        }

        @Override
        public void discard(long discardLimit) {}

        @Override
        public void close() {}
    }
}
