package org.posthorn.storage.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.common.mime.ContentDisposition;
import org.posthorn.common.mime.ContentType;
import org.posthorn.common.mime.Envelope;
import org.posthorn.common.mime.MimeStructure;
import org.posthorn.common.mime.Parameter;
import org.posthorn.common.mime.Part;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;

/// How a message's structure stands in its record; the part tree in depth-first order.
///
///     part        := headerStart varint, header varint, body varint, lines varint       lengths in octets
///                    type, encoding text, id opt, description opt, md5 opt, disposition, language count text*,
///                    location opt, children varint, part*, envelope
///     type        := type text, subtype text, parameters
///     disposition := 0 | 1 kind text, parameters
///     parameters  := count varint, (name text, value text)*
///     envelope    := 0 | 1 opt*10
///     opt         := 0 | 1 text
final class StructureRow {
    private StructureRow() {}

    static void write(BytesWriter out, MimeStructure structure) {
        part(out, structure.root());
    }

    static MimeStructure read(BytesReader in) {
        return new MimeStructure(part(in));
    }

    private static void part(BytesWriter out, Part part) {
        out.varint(part.headerStart())
                .varint(part.bodyStart() - part.headerStart())
                .varint(part.bodySize())
                .varint(part.lines());
        type(out, part.type());
        out.text(part.encoding()).text(part.id()).text(part.description()).text(part.md5());
        disposition(out, part.disposition());
        out.varint(part.language().size());
        part.language().forEach(out::text);
        out.text(part.location());
        out.varint(part.children().size());
        part.children().forEach(child -> part(out, child));
        envelope(out, part.envelope());
    }

    private static Part part(BytesReader in) {
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
                list(in, StructureRow::part),
                envelope(in));
    }

    private static void type(BytesWriter out, ContentType type) {
        out.text(type.type()).text(type.subtype());
        parameters(out, type.parameters());
    }

    private static ContentType type(BytesReader in) {
        return new ContentType(in.text(), in.text(), list(in, StructureRow::parameter));
    }

    private static void disposition(BytesWriter out, Optional<ContentDisposition> disposition) {
        out.u8(disposition.isPresent() ? 1 : 0);
        disposition.ifPresent(present -> {
            out.text(present.kind());
            parameters(out, present.parameters());
        });
    }

    private static Optional<ContentDisposition> disposition(BytesReader in) {
        return in.u8() == 0
                ? Optional.empty()
                : Optional.of(new ContentDisposition(in.text(), list(in, StructureRow::parameter)));
    }

    private static void parameters(BytesWriter out, List<Parameter> parameters) {
        out.varint(parameters.size());
        parameters.forEach(parameter -> out.text(parameter.name()).text(parameter.value()));
    }

    private static Parameter parameter(BytesReader in) {
        return new Parameter(in.text(), in.text());
    }

    private static void envelope(BytesWriter out, Optional<Envelope> envelope) {
        out.u8(envelope.isPresent() ? 1 : 0);
        envelope.ifPresent(fields -> out.text(fields.date())
                .text(fields.subject())
                .text(fields.from())
                .text(fields.sender())
                .text(fields.replyTo())
                .text(fields.to())
                .text(fields.cc())
                .text(fields.bcc())
                .text(fields.inReplyTo())
                .text(fields.messageId()));
    }

    private static Optional<Envelope> envelope(BytesReader in) {
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
                        in.optionalText()));
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
