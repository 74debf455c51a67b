package org.posthorn.dist.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that is one message.
record FileContent(Path file) implements Letter.Content {
    @Override
    public void writeTo(OutputStream out) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            CrlfOutput lines = new CrlfOutput(out);
            in.transferTo(lines);
            lines.finish();
        }
    }
}
