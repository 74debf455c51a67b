package org.posthorn.common.mime;

import java.nio.charset.Charset;

/// Charset names as mail has them: aliases, wrong cases, quotes, nonsense.
public final class Charsets {
    private Charsets() {}

    /// @return the named charset, UTF-8 for US-ASCII (its superset), else windows-1252 for what is unknown
    public static Charset of(String name) {
        throw new UnsupportedOperationException();
    }
}
