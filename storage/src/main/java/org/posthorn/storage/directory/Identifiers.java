package org.posthorn.storage.directory;

import java.util.Optional;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.storage.mailbox.Grantee;
import org.posthorn.storage.mailbox.Grantee.Sign;

/// Names for those to whom rights are given (RFC 4314 §2): `anyone`, or what somebody logs in with; a `-` in front is
/// an entry that takes away.
public record Identifiers(Directory directory) {
    private static final String ANYONE = "anyone";

    /// Empty when nobody logs in with that name.
    public Optional<Grantee> grantee(String text) {
        var sign = text.startsWith("-") ? Sign.TAKEN : Sign.GIVEN;
        String name = sign == Sign.TAKEN ? text.substring(1) : text;
        if (name.equalsIgnoreCase(ANYONE)) {
            return Optional.of(new Grantee(Optional.empty(), sign));
        }
        return EmailAddress.tryParse(name)
                .flatMap(directory::account)
                .map(Directory.Entry::id)
                .filter(id -> !directory.isShared(id))
                .map(id -> new Grantee(Optional.of(id), sign));
    }

    /// Empty when the account is no more.
    public Optional<String> text(Grantee grantee) {
        String sign = grantee.sign() == Sign.TAKEN ? "-" : "";
        var name = grantee.account().isEmpty()
                ? Optional.of(ANYONE)
                : directory
                        .account(grantee.account().get())
                        .map(entry -> entry.address().toString());
        return name.map(text -> sign + text);
    }
}
