package org.posthorn.dist.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Set;
import org.posthorn.storage.mailbox.Flag;

/// One message on its way in or out, with what belongs to it.
///
/// @param name  what problems call it, and what it is known by in a second run: it never changes with flags
/// @param bytes what it takes in its source, about
public record Letter(String name, String mailbox, Set<Flag> flags, Instant date, long bytes, Content content) {

    /// The message's bytes, as the store keeps them.
    public interface Content {
        /// @param out throws nothing but unchecked exceptions
        /// @throws IOException the message can't be read; whatever was written until then is to be thrown away
        void writeTo(OutputStream out) throws IOException;
    }

    /// Takes letters one after the other.
    public interface Visitor<X extends Exception> {
        /// @param letter its content can be read during the call, or later when it comes from a file
        void letter(Letter letter) throws X;

        /// Something is no message that can be read.
        void unreadable(String name, String why) throws X;
    }
}
