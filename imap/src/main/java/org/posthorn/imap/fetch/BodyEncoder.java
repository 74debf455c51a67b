package org.posthorn.imap.fetch;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.posthorn.common.mime.TransferDecoder;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.fetch.PartTree.Span;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.storage.Account;
import org.posthorn.storage.Refused;
import org.posthorn.storage.message.StoredPart;

/// Writes the values of `BODY[…]`, `BINARY[…]` and `BINARY.SIZE[…]`: bytes, in chunks as the client takes them.
///
/// A section that the message does not have is `NIL`. So is one that can't be read; once a literal has begun, all that
/// is left is to end the connection, since a literal can't be taken back: the exception passes.
final class BodyEncoder {
    private static final Set<String> IDENTITY = Set.of("7BIT", "8BIT", "BINARY", "");
    private static final Set<String> DECODED = Set.of("BASE64", "QUOTED-PRINTABLE");
    /// Decoding looks this often whether the client wants more.
    private static final long SLICE = 1 << 20;
    /// What is larger does not go through the line.
    private static final int MOST_COPIED = 8_192;

    private final ImapEncoder out;
    private final LineBuffer line;
    private final Set<Trouble> troubles;
    private final Measured measured = new Measured();
    private final Map<Section, FieldLines> selections = new HashMap<>();

    /// A message to take sections of.
    record Content(StoredPart root, long size, MessageBytes bytes) {}

    /// @param line     what was said so far and not written yet
    /// @param troubles what goes wrong is added there
    BodyEncoder(ImapEncoder out, LineBuffer line, Set<Trouble> troubles) {
        this.out = out;
        this.line = line;
        this.troubles = troubles;
    }

    void body(FetchItem.Body item, Content content) throws PeerGone {
        var span = PartTree.locate(content.root(), content.size(), item.section());
        if (span.isEmpty()) {
            line.ascii("NIL");
            return;
        }
        var partial = item.partial().orElse(Partial.ALL);
        switch (item.section().kind()) {
            case CONTENT, HEADER, TEXT, MIME -> stream(partial.of(span.get()), content.bytes());
            case FIELDS, FIELDS_NOT -> fields(item.section(), span.get(), partial, content.bytes());
        }
    }

    private void stream(Span span, MessageBytes bytes) throws PeerGone {
        var near = bytes.atHand(span.from(), span.to());
        if (near.isPresent() && near.length() <= MOST_COPIED) {
            line.ascii("{").number(near.length()).ascii("}\r\n").bytes(near.bytes(), near.from(), near.length());
            return;
        }
        if (span.length() == 0) {
            line.ascii("{0}\r\n");
            return;
        }
        var literal = new Literal(span.length());
        try {
            bytes.read(span.from(), span.to(), literal);
        } catch (Refused refused) {
            if (literal.begun) {
                throw refused;
            }
            unreadable(refused);
            line.ascii("NIL");
            return;
        }
        if (literal.left != 0) {
            throw new IllegalStateException(literal.left + " of " + span + " are missing");
        }
    }

    /// A literal whose head is written when its first bytes are there.
    private final class Literal implements Account.ChunkConsumer<PeerGone> {
        private final long size;
        private long left;
        private boolean begun;

        Literal(long size) {
            this.size = size;
            this.left = size;
        }

        @Override
        public void accept(ByteBuffer chunk) throws PeerGone {
            if (!begun) {
                line.write(out);
                out.literal(size);
                begun = true;
            }
            left -= chunk.remaining();
            if (left < 0) {
                throw new IllegalStateException("more bytes than the " + size + " asked for");
            }
            out.bytes(chunk);
        }
    }

    private void fields(Section section, Span header, Partial partial, MessageBytes bytes) throws PeerGone {
        var near = bytes.atHand(header.from(), header.to());
        if (near.isPresent() && partial.equals(Partial.ALL)) {
            var selection = selections.computeIfAbsent(
                    section, _ -> new FieldLines(section.fields(), section.kind() == Section.Kind.FIELDS_NOT));
            selection.select(near);
            selection.write(line);
            return;
        }
        // RFC 9051 §6.4.5: a partial counts in what is left of the header.
        Measured.Source source = to -> {
            var filter = new FieldFilter(section.fields(), section.kind() == Section.Kind.FIELDS_NOT, to);
            bytes.read(header.from(), header.to(), filter::accept);
            filter.finish();
        };
        if (measure(partial, source)) {
            line.write(out);
            out.literal(measured.size());
            measured.write(out, partial, source);
        } else {
            line.ascii("NIL");
        }
    }

    void binary(FetchItem.Binary item, Content content) throws PeerGone {
        var source = decoded(item.part(), content);
        var partial = item.partial().orElse(Partial.ALL);
        if (source.isEmpty() || !measure(partial, source.get())) {
            line.ascii("NIL");
            return;
        }
        line.write(out);
        // RFC 3516 §4.3: NUL needs a literal8, and what is in a literal has none.
        if (measured.hasNul()) {
            out.literal8(measured.size());
        } else {
            out.literal(measured.size());
        }
        measured.write(out, partial, source.get());
    }

    void binarySize(FetchItem.BinarySize item, Content content) throws PeerGone {
        var source = decoded(item.part(), content);
        line.number(source.isPresent() && measure(Partial.ALL, source.get()) ? measured.size() : 0);
    }

    /// The part's decoded content, if there is any.
    private Optional<Measured.Source> decoded(List<Long> number, Content content) {
        var section = new Section(number, Section.Kind.CONTENT, List.of());
        var span = PartTree.locate(content.root(), content.size(), section);
        if (span.isEmpty()) {
            return Optional.empty();
        }
        var part = PartTree.find(content.root(), number).orElseThrow();
        // RFC 2045 §6.4: a multipart is not encoded, whatever it says; nor is the message as such.
        String declared = part.encoding();
        boolean encoded = !number.isEmpty() && !part.isMultipart() && !IDENTITY.contains(declared);
        if (encoded && !DECODED.contains(declared)) {
            troubles.add(Trouble.UNKNOWN_CTE);
            return Optional.empty();
        }
        String encoding = encoded ? declared : "BINARY";
        boolean lines = encoded && CanonicalLines.matterTo(part);
        return Optional.of(to -> {
            FieldFilter.Sink sink = lines ? new CanonicalLines(to) : to;
            var decoder = TransferDecoder.of(encoding);
            for (long at = span.get().from(); at < span.get().to() && !to.isFull(); at += SLICE) {
                long end = Math.min(at + SLICE, span.get().to());
                content.bytes().<PeerGone>read(at, end, chunk -> sink.accept(decoder.decode(chunk)));
            }
            sink.accept(decoder.finish());
        });
    }

    /// Measures a value before anything of it is written; false when it can't be read.
    private boolean measure(Partial partial, Measured.Source source) throws PeerGone {
        try {
            measured.measure(partial, source);
            return true;
        } catch (Refused refused) {
            unreadable(refused);
            return false;
        }
    }

    private void unreadable(Refused refused) {
        troubles.add(refused.why() == Refused.Why.NOT_FOUND ? Trouble.EXPUNGED : Trouble.DAMAGED);
    }
}
