package org.posthorn.storage.engine;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RocksEngineTest extends EngineContract {
    @TempDir
    Path folder;

    @Override
    Engine open() throws Exception {
        return new RocksEngine(folder);
    }
}
