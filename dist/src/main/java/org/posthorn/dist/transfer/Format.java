package org.posthorn.dist.transfer;

import java.util.Locale;

/// How mail lies in files.
public enum Format {
    MAILDIR,
    MBOX,
    EML;

    /// As it is written on the command line.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
