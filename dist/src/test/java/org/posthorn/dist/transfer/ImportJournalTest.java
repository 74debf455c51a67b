package org.posthorn.dist.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportJournalTest {
    @TempDir
    Path folder;

    private ImportJournal open() throws IOException {
        return ImportJournal.open(folder.resolve("import/1.journal"), false);
    }

    @Test
    void whatWasAcknowledgedIsDoneAndTheLastTryIsOpen() throws IOException {
        try (ImportJournal journal = open()) {
            journal.begin(5, List.of(-1L, 6L, 7L));
            journal.acknowledged(List.of(1));
            journal.begin(7, List.of(8L));
        }
        Files.writeString(folder.resolve("import/1.journal"), "try 8 00000000000000", StandardOpenOption.APPEND);
        for (int time = 0; time < 2; time++) {
            try (ImportJournal journal = open()) {
                assertTrue(journal.isDone(-1) && journal.isDone(7));
                assertFalse(journal.isDone(8) || journal.isDone(6));
                assertEquals(OptionalLong.of(7), journal.begunSince(8));
                assertEquals(OptionalLong.empty(), journal.begunSince(0));
            }
        }
        try (ImportJournal journal = open()) {
            journal.begin(7, List.of(8L));
            journal.acknowledged(List.of());
        }
        try (ImportJournal journal = open()) {
            assertTrue(journal.isDone(8));
            assertEquals(OptionalLong.empty(), journal.begunSince(8));
        }
    }

    @Test
    void manyKeysAreKept() throws IOException {
        try (ImportJournal journal = open()) {
            for (long start = 0; start < 5_000; start += 500) {
                journal.begin(1, LongStream.range(start, start + 500).boxed().toList());
                journal.acknowledged(List.of());
            }
        }
        try (ImportJournal journal = open()) {
            assertTrue(LongStream.range(0, 5_000).allMatch(journal::isDone));
            assertFalse(journal.isDone(5_000));
        }
        try (ImportJournal journal = ImportJournal.open(folder.resolve("import/1.journal"), true)) {
            assertFalse(journal.isDone(0));
        }
    }

    @Test
    void twoImportsAtOnceAreRefused() throws IOException {
        try (ImportJournal _ = open()) {
            assertEquals(
                    "another import into this account is running",
                    assertThrows(IOException.class, this::open).getMessage());
        }
    }
}
