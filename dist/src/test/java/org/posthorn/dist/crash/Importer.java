package org.posthorn.dist.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.posthorn.dist.process.ServerProcess;

/// `posthorn message import` through the server until it dies, and again behind that until it is done: then every
/// message is there once. One import at a time.
final class Importer {
    private static final int MESSAGES = 400;

    private final Ledger ledger;
    private final String account;
    private final Path folder;
    private final List<String> imported = new ArrayList<>();
    private final List<String> importing = new ArrayList<>();
    private Path source;

    Importer(Ledger ledger, String account, Path folder) {
        this.ledger = ledger;
        this.account = account;
        this.folder = folder;
    }

    /// Of those imports that ended well.
    List<String> imported() {
        return imported;
    }

    void prepare(Random random) {
        if (!importing.isEmpty()) {
            return;
        }
        try {
            source = Files.createTempDirectory(folder, "import");
            for (int i = 0; i < MESSAGES; i++) {
                var letter = Letter.make(ledger.nextId(), 500, random);
                Files.write(source.resolve(letter.id() + ".eml"), letter.bytes());
                importing.add(letter.id());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns when it is done, or the server is gone.
    void run(ServerProcess server) {
        var ran = server.posthorn("message", "import", account, source.toString());
        if (ran.exitCode() == 0) {
            assertTrue(ran.out().contains(String.valueOf(MESSAGES)), ran.out());
            imported.addAll(importing);
            importing.forEach(_ -> ledger.count("import"));
            importing.clear();
        }
    }

    boolean isUnfinished() {
        return !importing.isEmpty();
    }
}
