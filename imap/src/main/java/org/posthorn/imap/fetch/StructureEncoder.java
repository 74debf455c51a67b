package org.posthorn.imap.fetch;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.posthorn.common.mime.ContentDisposition;
import org.posthorn.common.mime.Parameter;
import org.posthorn.common.mime.Part;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.imap.grammar.ImapEncoder;

/// Writes `body` (RFC 9051 §7.5.2, §9): the structure of a message. Parts nest as deeply as the MIME parser lets them.
///
/// @param extended whether with extension data, as BODYSTRUCTURE has it and BODY must not
record StructureEncoder(ImapEncoder out, boolean extended) {
    private static final Parameter US_ASCII = new Parameter("CHARSET", "us-ascii");

    void write(Part part) throws PeerGone {
        out.open();
        if (part.type().isMultipart()) {
            multipart(part);
        } else {
            single(part);
        }
        out.close();
    }

    private void multipart(Part part) throws PeerGone {
        for (var child : PartTree.children(part)) {
            write(child);
        }
        out.space().string(part.type().subtype());
        if (extended) {
            out.space();
            parameters(part.type().parameters());
            extension(part);
        }
    }

    private void single(Part part) throws PeerGone {
        out.string(part.type().type()).space().string(part.type().subtype()).space();
        parameters(
                isText(part)
                        ? withCharset(part.type().parameters())
                        : part.type().parameters());
        out.space().nstring(part.id().map(HeaderText::clean)).space();
        out.nstring(part.description().map(text -> HeaderText.words(text, out.dialect())));
        out.space().string(HeaderText.clean(part.encoding())).space().number(part.bodySize());
        if (isNested(part)) {
            var message = PartTree.children(part).getFirst();
            out.space();
            new EnvelopeEncoder(out).write(PartTree.envelope(message));
            out.space();
            write(message);
            out.space().number(part.lines());
        } else if (isText(part)) {
            out.space().number(part.lines());
        }
        if (extended) {
            out.space().nstring(part.md5().map(HeaderText::clean));
            extension(part);
        }
    }

    private static boolean isText(Part part) {
        return part.type().type().equals("TEXT");
    }

    /// RFC 2045 §5.2: text without a charset is US-ASCII. (RFC 9051 §7.5.2: the server fills in what is left out.)
    private static List<Parameter> withCharset(List<Parameter> declared) {
        boolean has = declared.stream().anyMatch(parameter -> parameter.name().startsWith("CHARSET"));
        return has
                ? declared
                : Stream.concat(declared.stream(), Stream.of(US_ASCII)).toList();
    }

    /// RFC 3501 §9 knows envelopes only in MESSAGE/RFC822: what MESSAGE/GLOBAL holds is for clients that came later.
    private boolean isNested(Part part) {
        return part.type().is("MESSAGE", "RFC822") || (PartTree.isMessage(part) && out.dialect() == Dialect.UTF8);
    }

    /// What single parts and multiparts have alike: disposition, language, location.
    private void extension(Part part) throws PeerGone {
        out.space();
        disposition(part.disposition());
        out.space();
        if (part.language().isEmpty()) {
            out.nil();
        } else {
            out.list(part.language(), language -> out.string(HeaderText.clean(language)));
        }
        out.space().nstring(part.location().map(HeaderText::clean));
    }

    private void disposition(Optional<ContentDisposition> disposition) throws PeerGone {
        if (disposition.isEmpty()) {
            out.nil();
            return;
        }
        out.open().string(HeaderText.clean(disposition.get().kind())).space();
        parameters(disposition.get().parameters());
        out.close();
    }

    private void parameters(List<Parameter> parameters) throws PeerGone {
        if (parameters.isEmpty()) {
            out.nil();
            return;
        }
        out.list(parameters, this::parameter);
    }

    private void parameter(Parameter parameter) throws PeerGone {
        String name = HeaderText.clean(parameter.name());
        String value = HeaderText.clean(parameter.value());
        boolean plain = out.dialect() == Dialect.UTF8 || HeaderText.isAscii(value);
        // RFC 9051 §7.5.2 has the decoded value under "name*"; clients of RFC 3501 read what RFC 2231 §4 writes.
        out.string(plain ? name : name + "*").space().string(plain ? value : HeaderText.extendedValue(value));
    }
}
