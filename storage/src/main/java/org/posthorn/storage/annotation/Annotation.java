package org.posthorn.storage.annotation;

import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;

/// A name and a value: octets of any kind, mostly UTF-8. Stored, the name as it was written, since the key has it in
/// lower case:
///
///     annotation := version u8 = 1, name text, value bytes
public record Annotation(EntryName name, byte[] value) {
    private static final int VERSION = 1;

    public byte[] toBytes() {
        return new BytesWriter(value.length + 64)
                .u8(VERSION)
                .text(name.text())
                .bytes(value)
                .toRow();
    }

    public static Annotation ofBytes(byte[] row) {
        var in = new BytesReader(row);
        in.version(VERSION);
        String text = in.text();
        var name = EntryName.of(text).orElseThrow(() -> new BytesReader.Malformed("the name " + text));
        return new Annotation(name, in.bytes());
    }
}
