package org.posthorn.storage;

import java.util.function.Consumer;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.engine.Engine;

final class StoreCheck {
    StoreCheck(Engine engine, Accounts accounts, Directory directory, Consumer<String> finding) {}

    long run() {
        return 0;
    }
}
