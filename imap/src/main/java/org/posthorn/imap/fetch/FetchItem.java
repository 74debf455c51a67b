package org.posthorn.imap.fetch;

import java.util.List;
import java.util.Optional;

/// One thing that FETCH tells of a message (RFC 9051 §6.4.5).
public sealed interface FetchItem {

    /// As the response names it, an origin octet included: `BODY[TEXT]<1024>`.
    String label();

    /// How deep into the store the answer lies.
    Depth depth();

    /// What has to be read for an item; each includes those before it.
    enum Depth {
        /// The mailbox's state, which is in memory.
        STATE,
        /// The message's placement, a small row.
        PLACEMENT,
        /// The message as it is kept: header and structure, and from there its bytes.
        MESSAGE,
        /// Bytes behind the header, probably all of them.
        BLOB
    }

    /// The items that are only a name.
    enum Plain implements FetchItem {
        UID("UID", Depth.STATE),
        FLAGS("FLAGS", Depth.STATE),
        INTERNALDATE("INTERNALDATE", Depth.PLACEMENT),
        SIZE("RFC822.SIZE", Depth.PLACEMENT),
        EMAILID("EMAILID", Depth.PLACEMENT),
        THREADID("THREADID", Depth.MESSAGE),
        SAVEDATE("SAVEDATE", Depth.PLACEMENT),
        MODSEQ("MODSEQ", Depth.PLACEMENT),
        ENVELOPE("ENVELOPE", Depth.MESSAGE),
        BODY("BODY", Depth.MESSAGE),
        BODYSTRUCTURE("BODYSTRUCTURE", Depth.MESSAGE);

        private final String label;
        private final Depth depth;

        Plain(String label, Depth depth) {
            this.label = label;
            this.depth = depth;
        }

        @Override
        public String label() {
            return label;
        }

        @Override
        public Depth depth() {
            return depth;
        }
    }

    /// Bytes as they are: `BODY[…]`, `RFC822` and its kin.
    ///
    /// @param marksSeen whether asking sets `\Seen`
    record Body(String label, Section section, Optional<Partial> partial, boolean marksSeen) implements FetchItem {
        @Override
        public Depth depth() {
            boolean header = section.part().isEmpty() && section.kind().isHeader();
            // A part of a body is asked for to see how it begins, or in large messages.
            return header || partial.isPresent() ? Depth.MESSAGE : Depth.BLOB;
        }
    }

    /// Bytes without their transfer encoding: `BINARY[…]`.
    ///
    /// @param part      part numbers; none for the whole message, which has no encoding
    /// @param marksSeen whether asking sets `\Seen`
    record Binary(String label, List<Long> part, Optional<Partial> partial, boolean marksSeen) implements FetchItem {
        @Override
        public Depth depth() {
            return Depth.BLOB;
        }
    }

    /// How many bytes `BINARY[…]` has.
    record BinarySize(String label, List<Long> part) implements FetchItem {
        @Override
        public Depth depth() {
            return Depth.BLOB;
        }
    }

    /// The first words of a message (RFC 8970).
    ///
    /// @param lazy only if they are at hand
    record Preview(boolean lazy) implements FetchItem {
        @Override
        public String label() {
            return "PREVIEW";
        }

        @Override
        public Depth depth() {
            return Depth.MESSAGE;
        }
    }
}
