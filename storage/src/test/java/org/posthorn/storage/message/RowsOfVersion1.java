package org.posthorn.storage.message;

import java.util.List;
import java.util.Optional;
import org.posthorn.common.mime.ContentDisposition;
import org.posthorn.common.mime.ContentType;
import org.posthorn.common.mime.Envelope;
import org.posthorn.common.mime.Parameter;
import org.posthorn.common.mime.Part;
import org.posthorn.storage.engine.BytesWriter;
import org.posthorn.storage.message.StoredMessage.BlobRef;

/// Writes records as the releases did that knew only version 1: see [StoredMessage1] for the grammar.
final class RowsOfVersion1 {
    private RowsOfVersion1() {}

    static byte[] message(byte[] head, Part root, long size, BlobRef blob) {
        var out = new BytesWriter(1_024)
                .u8(1)
                .varint(size)
                .varint(blob.home())
                .varint(blob.blobId())
                .bytes(head);
        part(out, root);
        return out.toBytes();
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

    private static void type(BytesWriter out, ContentType type) {
        out.text(type.type()).text(type.subtype());
        parameters(out, type.parameters());
    }

    private static void disposition(BytesWriter out, Optional<ContentDisposition> disposition) {
        out.u8(disposition.isPresent() ? 1 : 0);
        disposition.ifPresent(present -> {
            out.text(present.kind());
            parameters(out, present.parameters());
        });
    }

    private static void parameters(BytesWriter out, List<Parameter> parameters) {
        out.varint(parameters.size());
        parameters.forEach(parameter -> out.text(parameter.name()).text(parameter.value()));
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
}
