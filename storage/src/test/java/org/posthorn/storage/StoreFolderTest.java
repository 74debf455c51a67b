package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFolderTest {
    @TempDir
    Path folder;

    @Test
    void oneProcessAtATime() throws Exception {
        try (var _ = TestStore.on(folder)) {
            assertEquals(
                    folder + " is in use by another posthorn process: stop that one, or name another folder",
                    message());
        }
        TestStore.on(folder).close();
    }

    @Test
    void nobodyElseReadsIt() throws Exception {
        Path store = folder.resolve("data/store");
        TestStore.on(store).close();
        for (Path made : new Path[] {store, store.getParent()}) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
        }
    }

    @Test
    void newerFormatIsRefused() throws Exception {
        TestStore.on(folder).close();
        Files.writeString(folder.resolve("format"), "7\n");
        assertEquals(
                folder
                        + " was written by a newer Posthorn (store format 7, this one knows up to 3):"
                        + " upgrade Posthorn or restore a backup",
                message());
    }

    @Test
    void olderFormatOpensAndIsTheNewestFromThenOn() throws Exception {
        TestStore.on(folder).close();
        Files.writeString(folder.resolve("format"), "1\n");
        TestStore.on(folder).close();
        assertEquals("3\n", Files.readString(folder.resolve("format")));
    }

    @Test
    void whatIsNoFolderOfOursIsRefused() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        assertEquals(
                folder.resolve("file/data")
                        + " can't be written: make it a folder that the user running posthorn owns"
                        + " (FileSystemException)",
                message(folder.resolve("file/data")));
        Files.writeString(folder.resolve("format"), "seven");
        assertEquals(folder.resolve("format") + " is not a store's format: restore a backup", message());
        Files.delete(folder.resolve("format"));
        Files.createDirectory(folder.resolve("rocksdb"));
        assertEquals(folder + " has a database but no file named format: restore a backup", message());
    }

    private String message() {
        return message(folder);
    }

    private static String message(Path folder) {
        return assertThrows(StoreUnavailable.class, () -> TestStore.on(folder)).getMessage();
    }
}
