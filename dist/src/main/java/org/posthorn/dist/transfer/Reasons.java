package org.posthorn.dist.transfer;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/// Why a file could not be read or written, in words.
public final class Reasons {
    private Reasons() {}

    public static String of(IOException failed) {
        return switch (failed) {
            case NoSuchFileException missing when missing.getMessage().contains(" ") -> missing.getMessage();
            case NoSuchFileException _ -> "is not there";
            case AccessDeniedException _ -> "may not be read or written";
            default -> String.valueOf(failed.getMessage());
        };
    }
}
