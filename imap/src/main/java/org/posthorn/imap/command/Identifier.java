package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.common.sasl.SaslPrep;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.storage.Refused;
import org.posthorn.storage.directory.Identifiers;
import org.posthorn.storage.mailbox.Grantee;

/// Whom rights are given to, as a client wrote it.
///
/// @param prepared by SASLprep
record Identifier(String written, String prepared) {

    /// RFC 4314 §3: what can't be prepared, or leaves nothing, is refused.
    static Identifier parse(ImapParser in) throws PeerGone, BadCommand {
        String written = in.astring();
        var prepared = SaslPrep.prepare(written).filter(text -> !text.isEmpty() && !text.equals("-"));
        if (prepared.isEmpty()) {
            throw in.bad("an identifier that SASLprep allows in front");
        }
        return new Identifier(written, prepared.get());
    }

    /// @throws Refused FORBIDDEN: nobody logs in with that name
    Grantee grantee(State.LoggedIn session) {
        return all(session)
                .grantee(prepared)
                .orElseThrow(() -> new Refused(Refused.Why.FORBIDDEN, "nobody has this name"));
    }

    static Identifiers all(State.LoggedIn session) {
        return new Identifiers(session.dialogue().service().store().directory());
    }
}
