package org.posthorn.dist.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Connections in IDLE, and one that appends: the latency is from the APPEND until the last idling connection of that
/// login has been told, so it holds the server's sync.
final class Idlers implements Worker {
    private static final int SECONDS = 30;

    private final Load load;
    private final Letter letter;
    private final List<ImapClient> connections = new ArrayList<>();
    private final List<Room> rooms = new ArrayList<>();

    /// The idling connections of one login, and the one that appends.
    private record Room(ImapClient appender, Phaser told) {}

    private Idlers(Load load, Letter letter) {
        this.load = load;
        this.letter = letter;
    }

    static Idlers open(Load load, Traffic traffic, Letter letter) throws IOException {
        var idlers = new Idlers(load, letter);
        try {
            idlers.connect(traffic);
            return idlers;
        } catch (IOException | RuntimeException e) {
            idlers.close();
            throw e;
        }
    }

    private void connect(Traffic traffic) throws IOException {
        int logins = load.details().sharing() == Load.Sharing.SHARED
                ? 1
                : Math.min(load.logins().size(), load.shape().connections());
        for (int n = 0; n < logins; n++) {
            var appender = new ImapClient(load.target(), traffic, load.login(n), ImapClient.BUFFER);
            connections.add(appender);
            rooms.add(new Room(appender, new Phaser(1)));
        }
        for (int n = 0; n < load.shape().connections(); n++) {
            var room = rooms.get(n % logins);
            var client = new ImapClient(load.target(), traffic, load.login(n), ImapClient.SMALL_BUFFER);
            connections.add(client);
            client.select(load.details().mailbox());
            client.idle();
            room.told().register();
            Thread.ofVirtual().start(() -> listen(client, room.told()));
        }
    }

    /// A connection that fails is told nothing more: its room's next round ends in the time-out of [#run], as it
    /// should.
    private static void listen(ImapClient client, Phaser told) {
        try {
            while (true) {
                client.awaitExists();
                told.arriveAndAwaitAdvance();
            }
        } catch (IOException gone) {
            told.forceTermination();
        }
    }

    @Override
    public long run(long number) throws IOException {
        var room = rooms.get((int) (number % rooms.size()));
        int round = room.told().arrive();
        room.appender().append(load.details().mailbox(), letter.number(number));
        try {
            if (room.told().awaitAdvanceInterruptibly(round, SECONDS, TimeUnit.SECONDS) < 0) {
                throw new IOException("an idling connection was closed");
            }
        } catch (TimeoutException late) {
            throw new IOException("not all idling connections were told within " + SECONDS + " s", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
        return load.shape().connections() / rooms.size();
    }

    @Override
    public void close() throws IOException {
        for (var connection : connections) {
            connection.close();
        }
    }
}
