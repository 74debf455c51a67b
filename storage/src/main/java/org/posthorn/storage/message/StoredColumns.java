package org.posthorn.storage.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.common.mime.BaseSubject;
import org.posthorn.common.mime.Envelope;
import org.posthorn.common.mime.MailDate;
import org.posthorn.common.mime.MessageIds;
import org.posthorn.storage.engine.BytesWriter;

/// What sorting and threading look at (RFC 5256 §2, §3), worked out once.
///
///     columns := sent, replyOrForward u8, baseSubject text, messageId text, count number, reference text*,
///                inReplyTo text
///     sent    := 0 | 1 millis signed
///
/// @param sent           by the Date field; where that says nothing, the internal date of a placement stands in
/// @param baseSubject    case as written
/// @param replyOrForward whether the subject said that it is one
/// @param messageId      its own, in the form of [MessageIds]
/// @param references     the ids of its References field, oldest first
/// @param inReplyTo      the first id of its In-Reply-To field: the only reference where there are no others
public record StoredColumns(
        Optional<Instant> sent,
        String baseSubject,
        boolean replyOrForward,
        Optional<String> messageId,
        List<String> references,
        Optional<String> inReplyTo) {

    /// Of more references the first counts, which began the thread, and the last ones.
    private static final int MOST_REFERENCES = 200;

    static StoredColumns of(Envelope envelope) {
        var subject = BaseSubject.of(envelope.subject().orElse(""));
        return new StoredColumns(
                envelope.date().flatMap(MailDate::parse),
                subject.text(),
                subject.replyOrForward(),
                envelope.messageId().flatMap(StoredColumns::firstId),
                envelope.references()
                        .map(MessageIds::parse)
                        .map(StoredColumns::bounded)
                        .orElse(List.of()),
                envelope.inReplyTo().flatMap(StoredColumns::firstId));
    }

    private static Optional<String> firstId(String field) {
        return MessageIds.parse(field).stream().findFirst();
    }

    private static List<String> bounded(List<String> ids) {
        if (ids.size() <= MOST_REFERENCES) {
            return ids;
        }
        var kept = new ArrayList<String>(MOST_REFERENCES);
        kept.add(ids.getFirst());
        kept.addAll(ids.subList(ids.size() - MOST_REFERENCES + 1, ids.size()));
        return kept;
    }

    byte[] toBytes() {
        var out = new BytesWriter(128);
        sent.ifPresentOrElse(at -> out.u8(1).signed(at.toEpochMilli()), () -> out.u8(0));
        out.u8(replyOrForward ? 1 : 0);
        StructureRow.text(out, baseSubject);
        StructureRow.text(out, messageId);
        out.varint(references.size());
        references.forEach(id -> StructureRow.text(out, id));
        StructureRow.text(out, inReplyTo);
        return out.toBytes();
    }

    static StoredColumns read(RowCursor in) {
        var sent = in.number() == 0 ? Optional.<Instant>empty() : Optional.of(Instant.ofEpochMilli(in.signed()));
        boolean replyOrForward = in.number() != 0;
        var baseSubject = in.text().toString();
        var messageId = optional(in.text());
        var references = new ArrayList<String>();
        for (int left = in.count(); left > 0; left--) {
            references.add(in.text().toString());
        }
        return new StoredColumns(
                sent, baseSubject, replyOrForward, messageId, List.copyOf(references), optional(in.text()));
    }

    private static Optional<String> optional(Slice text) {
        return text.isPresent() ? Optional.of(text.toString()) : Optional.empty();
    }
}
