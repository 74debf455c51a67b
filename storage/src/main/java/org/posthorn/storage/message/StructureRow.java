package org.posthorn.storage.message;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.posthorn.common.mime.AddressList;
import org.posthorn.common.mime.ContentDisposition;
import org.posthorn.common.mime.Envelope;
import org.posthorn.common.mime.Parameter;
import org.posthorn.common.mime.Part;
import org.posthorn.storage.engine.BytesWriter;

/// Writes a message's structure as it stands in its record, the part tree in depth-first order; [StoredPart] and
/// [StoredEnvelope] read it.
///
///     structure   := part
///     part        := headerStart number, header number, body number, lines number        lengths in octets
///                    envelope, type text, subtype text, length number, fields            length: of the fields
///                    children number, part*
///     envelope    := length number, (date text, subject text, from list, sender list, replyTo list, to list,
///                    cc list, bcc list, inReplyTo text, messageId text)                  length 0: it is no message
///     list        := count number, entry*
///     entry       := 0, name text, route text, local text, domain text | 1, group text | 2      2: the group's end
///     fields      := parameters, id text, description text, encoding text, md5 text, disposition text,
///                    parameters, count number, language text*, location text
///     parameters  := count number, (name text, value text)*
///     text, number: see [RowCursor]
///
/// Offsets count from the message's own first byte: a trace header in front of it is added when reading.
final class StructureRow {
    static final int ADDRESS = 0;
    static final int GROUP = 1;
    static final int GROUP_END = 2;

    private StructureRow() {}

    static byte[] of(Part root) {
        var out = new BytesWriter(512);
        part(out, root);
        return out.toBytes();
    }

    private static void part(BytesWriter out, Part part) {
        out.varint(part.headerStart())
                .varint(part.bodyStart() - part.headerStart())
                .varint(part.bodySize())
                .varint(part.lines());
        byte[] envelope = part.envelope().map(StructureRow::envelope).orElse(new byte[0]);
        out.bytes(envelope);
        text(out, part.type().type());
        text(out, part.type().subtype());
        out.bytes(fields(part));
        out.varint(part.children().size());
        part.children().forEach(child -> part(out, child));
    }

    private static byte[] fields(Part part) {
        var out = new BytesWriter(128);
        parameters(out, part.type().parameters());
        text(out, part.id());
        text(out, part.description());
        text(out, part.encoding());
        text(out, part.md5());
        text(out, part.disposition().map(ContentDisposition::kind));
        parameters(out, part.disposition().map(ContentDisposition::parameters).orElse(List.of()));
        out.varint(part.language().size());
        part.language().forEach(language -> text(out, language));
        text(out, part.location());
        return out.toBytes();
    }

    private static void parameters(BytesWriter out, List<Parameter> parameters) {
        out.varint(parameters.size());
        for (var parameter : parameters) {
            text(out, parameter.name());
            text(out, parameter.value());
        }
    }

    private static byte[] envelope(Envelope envelope) {
        var out = new BytesWriter(256);
        text(out, envelope.date());
        text(out, envelope.subject());
        for (var field : List.of(
                envelope.from(), envelope.sender(), envelope.replyTo(), envelope.to(), envelope.cc(), envelope.bcc())) {
            var entries = field.map(AddressList::parse).orElse(List.of());
            out.varint(entries.size());
            entries.forEach(entry -> entry(out, entry));
        }
        text(out, envelope.inReplyTo());
        text(out, envelope.messageId());
        return out.toBytes();
    }

    private static void entry(BytesWriter out, AddressList.Entry entry) {
        switch (entry) {
            case AddressList.Address address -> {
                out.u8(ADDRESS);
                text(out, address.name());
                text(out, address.route());
                text(out, address.local());
                text(out, address.domain());
            }
            case AddressList.GroupStart(String name) -> {
                out.u8(GROUP);
                text(out, name);
            }
            case AddressList.GroupEnd _ -> out.u8(GROUP_END);
        }
    }

    static void text(BytesWriter out, Optional<String> text) {
        if (text.isPresent()) {
            text(out, text.get());
        } else {
            out.varint(0);
        }
    }

    static void text(BytesWriter out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.varint(bytes.length + 1L).raw(bytes);
    }
}
