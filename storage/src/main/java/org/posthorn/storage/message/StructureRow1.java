package org.posthorn.storage.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.common.mime.ContentDisposition;
import org.posthorn.common.mime.ContentType;
import org.posthorn.common.mime.Envelope;
import org.posthorn.common.mime.Parameter;
import org.posthorn.common.mime.Part;
import org.posthorn.storage.engine.BytesReader;

/// How a message's structure stands in a record of version 1; the part tree in depth-first order.
///
///     part        := headerStart varint, header varint, body varint, lines varint       lengths in octets
///                    type, encoding text, id opt, description opt, md5 opt, disposition, language count text*,
///                    location opt, children varint, part*, envelope
///     type        := type text, subtype text, parameters
///     disposition := 0 | 1 kind text, parameters
///     parameters  := count varint, (name text, value text)*
///     envelope    := 0 | 1 opt*10
///     opt         := 0 | 1 text
final class StructureRow1 {
    private StructureRow1() {}

    /// @param references the message's References field, which version 1 did not keep apart
    static Part read(BytesReader in, Optional<String> references) {
        return part(in, references);
    }

    private static Part part(BytesReader in, Optional<String> references) {
        long headerStart = in.varint();
        long bodyStart = headerStart + in.varint();
        long bodyEnd = bodyStart + in.varint();
        return new Part(
                headerStart,
                bodyStart,
                bodyEnd,
                in.varint(),
                type(in),
                in.text(),
                in.optionalText(),
                in.optionalText(),
                in.optionalText(),
                disposition(in),
                list(in, BytesReader::text),
                in.optionalText(),
                list(in, child -> part(child, Optional.empty())),
                envelope(in, references));
    }

    private static ContentType type(BytesReader in) {
        return new ContentType(in.text(), in.text(), list(in, StructureRow1::parameter));
    }

    private static Optional<ContentDisposition> disposition(BytesReader in) {
        return in.u8() == 0
                ? Optional.empty()
                : Optional.of(new ContentDisposition(in.text(), list(in, StructureRow1::parameter)));
    }

    private static Parameter parameter(BytesReader in) {
        return new Parameter(in.text(), in.text());
    }

    private static Optional<Envelope> envelope(BytesReader in, Optional<String> references) {
        return in.u8() == 0
                ? Optional.empty()
                : Optional.of(new Envelope(
                        in.optionalText(),
                        in.optionalText(),
                        in.optionalText(),
                        in.optionalText(),
                        in.optionalText(),
                        in.optionalText(),
                        in.optionalText(),
                        in.optionalText(),
                        in.optionalText(),
                        in.optionalText(),
                        references));
    }

    private interface Read<T> {
        T from(BytesReader in);
    }

    private static <T> List<T> list(BytesReader in, Read<T> element) {
        var list = new ArrayList<T>();
        for (long left = in.varint(); left > 0; left--) {
            list.add(element.from(in));
        }
        return List.copyOf(list);
    }
}
