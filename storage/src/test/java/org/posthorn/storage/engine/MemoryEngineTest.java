package org.posthorn.storage.engine;

class MemoryEngineTest extends EngineContract {
    private final FaultyDisk disk = new FaultyDisk();

    @Override
    Engine open() {
        return new MemoryEngine(disk);
    }

    @Override
    void fail(FaultyDisk.Fault... next) {
        disk.fail(next);
    }
}
