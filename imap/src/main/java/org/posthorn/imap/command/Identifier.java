package org.posthorn.imap.command;

import java.util.Optional;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.common.net.PeerGone;
import org.posthorn.common.sasl.SaslPrep;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.storage.AccountId;
import org.posthorn.storage.Refused;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.mailbox.Grantee;
import org.posthorn.storage.mailbox.Grantee.Sign;

/// Whom rights are given to, as clients write it (RFC 4314 §2): `anyone`, or the name that somebody logs in with; a `-`
/// in front takes away.
///
/// @param written   as it came
/// @param prepared by SASLprep, without the `-`
record Identifier(String written, String prepared, Sign sign) {
    private static final String ANYONE = "anyone";

    /// RFC 4314 §3: what can't be prepared, or leaves nothing, is refused.
    static Identifier parse(ImapParser in) throws PeerGone, BadCommand {
        String written = in.astring();
        var prepared = SaslPrep.prepare(written).filter(text -> !text.isEmpty() && !text.equals("-"));
        if (prepared.isEmpty()) {
            throw in.bad("an identifier that SASLprep allows in front");
        }
        boolean negative = prepared.get().startsWith("-");
        return new Identifier(
                written, negative ? prepared.get().substring(1) : prepared.get(), negative ? Sign.TAKEN : Sign.GIVEN);
    }

    /// @throws Refused FORBIDDEN: nobody logs in with that name
    Grantee grantee(Directory directory) {
        if (prepared.equalsIgnoreCase(ANYONE)) {
            return new Grantee(Optional.empty(), sign);
        }
        var account = EmailAddress.tryParse(prepared)
                .flatMap(directory::account)
                .map(Directory.Entry::id)
                .filter(id -> !directory.isShared(id))
                .orElseThrow(() -> new Refused(Refused.Why.FORBIDDEN, "nobody has this name"));
        return new Grantee(Optional.of(account), sign);
    }

    /// As an ACL response has it; empty when the account is no more.
    static Optional<String> text(Grantee grantee, Directory directory) {
        String sign = grantee.sign() == Sign.TAKEN ? "-" : "";
        return grantee.account().isEmpty()
                ? Optional.of(sign + ANYONE)
                : address(grantee.account().get(), directory).map(address -> sign + address);
    }

    private static Optional<String> address(AccountId id, Directory directory) {
        return directory.account(id).map(entry -> entry.address().toString());
    }
}
