package org.posthorn.imap.command;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.posthorn.common.net.PeerGone;
import org.posthorn.storage.annotation.Annotation;
import org.posthorn.storage.annotation.EntryName;

/// Writes the annotations that were asked for, of one place after the other, a page of them in memory at a time. An
/// entry of which there is none is told with `NIL`.
final class MetadataAnswer {
    private final State.LoggedIn session;
    private final MetadataOptions options;
    private final List<EntryName> entries;
    private long longest;
    private boolean found;

    MetadataAnswer(State.LoggedIn session, MetadataOptions options, List<EntryName> entries) {
        this.session = session;
        this.options = options;
        this.entries = entries;
    }

    /// @return octets of the longest value that was left out, 0 when none was
    long write(AnnotatedPlace place) throws PeerGone {
        try (var line = new AnnotatedPlace.Line(session.dialogue().out(), place)) {
            for (var entry : entries) {
                found = false;
                if (place.isOperators(entry)) {
                    operators(entry, line);
                } else {
                    var of = place.mailbox().map(mailbox -> mailbox.id());
                    place.annotations()
                            .<PeerGone>read(of, place.user(), entry, options.depth(), each -> add(entry, each, line));
                }
                if (!found) {
                    line.add(entry, Optional.empty());
                }
            }
        }
        return longest;
    }

    private void operators(EntryName entry, AnnotatedPlace.Line line) throws PeerGone {
        for (var each : new TreeMap<>(session.dialogue().service().imap().annotations()).entrySet()) {
            var name = new EntryName(each.getKey());
            if (entry.reaches(name, options.depth())) {
                add(entry, new Annotation(name, each.getValue().getBytes(StandardCharsets.UTF_8)), line);
            }
        }
    }

    private void add(EntryName asked, Annotation annotation, AnnotatedPlace.Line line) throws PeerGone {
        found = true;
        if (annotation.value().length > options.maxSize()) {
            longest = Math.max(longest, annotation.value().length);
            return;
        }
        // Named as the client names it: not all of them know that case means nothing.
        var name = asked.equals(annotation.name()) ? asked : annotation.name();
        line.add(name, Optional.of(annotation.value()));
    }
}
