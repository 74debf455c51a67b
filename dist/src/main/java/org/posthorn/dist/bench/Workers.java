package org.posthorn.dist.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Makes the clients of a load: what an operation is in each scenario. Thread-safe.
final class Workers {
    private final Load load;
    private final Traffic traffic;
    private final Letter letter;

    Workers(Load load, Traffic traffic) {
        this.load = load;
        this.traffic = traffic;
        this.letter = new Letter(load.shape().size());
    }

    int count() {
        return load.scenario() == Load.Scenario.IDLE ? 1 : load.shape().connections();
    }

    /// Connects.
    Worker open(int n) throws IOException {
        return switch (load.scenario()) {
            case SMTP -> smtp(n);
            case APPEND -> append(n);
            case LOGIN -> login(n);
            case FETCH -> fetch(n);
            case STORE -> store(n);
            case POP3 -> pop3(n);
            case IDLE -> Idlers.open(load, traffic, letter);
        };
    }

    private interface Operation {
        long run(long number) throws IOException;
    }

    private static Worker on(AutoCloseable connection, Operation operation) {
        return new Worker() {
            @Override
            public long run(long number) throws IOException {
                return operation.run(number);
            }

            @Override
            public void close() throws IOException {
                try {
                    connection.close();
                } catch (IOException | RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IOException(e);
                }
            }
        };
    }

    private Worker smtp(int n) throws IOException {
        var client = new SmtpClient(load.target(), traffic);
        var from = load.details().authenticated() ? load.login(n).address() : "bench@example.com";
        if (load.details().authenticated()) {
            client.authenticate(load.login(n));
        }
        return on(client, number -> {
            client.deliver(from, recipients(n), letter.number(number));
            return 1;
        });
    }

    /// The connection's own login and those behind it.
    private List<String> recipients(int n) {
        var recipients = new ArrayList<String>();
        int first = load.details().sharing() == Load.Sharing.SHARED ? 0 : n;
        for (int i = 0; i < load.shape().recipients(); i++) {
            recipients.add(load.logins().get((first + i) % load.logins().size()).address());
        }
        return recipients;
    }

    private ImapClient imap(int n) throws IOException {
        return new ImapClient(load.target(), traffic, load.login(n), ImapClient.BUFFER);
    }

    private Worker append(int n) throws IOException {
        var client = imap(n);
        return on(client, number -> {
            client.append(load.details().mailbox(), letter.number(number));
            return 1;
        });
    }

    private Worker login(int n) {
        return on(() -> {}, _ -> {
            try (var client = imap(n)) {
                client.select(load.details().mailbox());
                client.logout();
            }
            return 0;
        });
    }

    private Worker fetch(int n) throws IOException {
        var client = imap(n);
        client.select(load.details().mailbox());
        return on(client, _ -> client.command("FETCH 1:* (" + load.details().items() + ")"));
    }

    private Worker store(int n) throws IOException {
        var client = imap(n);
        long messages = client.select(load.details().mailbox());
        if (messages == 0) {
            client.close();
            throw new UnexpectedReply("STORE", "needs messages in the mailbox");
        }
        int connections = load.shape().connections();
        return on(client, number -> {
            // Each message is flagged on one round and unflagged on the next, so that each command changes something.
            long round = number / connections / messages;
            client.command("STORE " + (1 + number / connections % messages) + (round % 2 == 0 ? " +" : " -")
                    + "FLAGS.SILENT (\\Flagged)");
            return 1;
        });
    }

    private Worker pop3(int n) {
        return on(() -> {}, _ -> {
            try (var client = new Pop3Client(load.target(), traffic, load.login(n))) {
                long messages = client.drain();
                client.quit();
                return messages;
            }
        });
    }
}
