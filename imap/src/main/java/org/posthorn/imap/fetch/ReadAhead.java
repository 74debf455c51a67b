package org.posthorn.imap.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.common.net.PeerGone;
import org.posthorn.storage.Account;
import org.posthorn.storage.blob.BlobReader;
import org.posthorn.storage.message.Placement;
import org.posthorn.storage.message.StoredMessage;

/// Holds messages back until there are enough to read their bodies at once: one by one, a small body costs mostly the
/// way to the store and back. For one FETCH.
final class ReadAhead {
    /// Held at most, and one message more; so much has each connection that fetches bodies.
    private static final int BYTES = 256 << 10;
    private static final int MESSAGES = 64;

    private record Held(Placement placement, StoredMessage message) {}

    /// Takes messages in order.
    interface Visitor {
        /// @param body the bytes behind the message's head, if they were read
        void visit(Placement placement, StoredMessage message, Optional<byte[]> body) throws PeerGone;
    }

    private final Account account;
    private final Visitor visitor;
    private final List<Held> held = new ArrayList<>();
    private long bytes;

    ReadAhead(Account account, Visitor visitor) {
        this.account = account;
        this.visitor = visitor;
    }

    void add(Placement placement, StoredMessage message) throws PeerGone {
        held.add(new Held(placement, message));
        // A larger body is not read ahead, but as the client takes it.
        bytes += message.headSize() + Math.min(message.blobSize(), BlobReader.CHUNK);
        if (bytes >= BYTES || held.size() == MESSAGES) {
            finish();
        }
    }

    /// Passes on what is still held.
    void finish() throws PeerGone {
        Map<Long, byte[]> bodies =
                account.bodies(held.stream().map(Held::message).toList());
        for (var each : held) {
            var body = Optional.ofNullable(bodies.get(each.message().messageId()));
            visitor.visit(each.placement(), each.message(), body);
        }
        held.clear();
        bytes = 0;
    }
}
