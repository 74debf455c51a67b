package org.posthorn.storage.directory;

import java.util.HashSet;
import java.util.Set;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.storage.AccountId;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;

/// An account as the directory keeps it; the key is its canonical address.
///
///     account := version u8 = 3, id varint, local text, domain text, password text, limits, hidden varint, text*
///                version 2 has nothing hidden, version 1 no limits either
///
/// @param password the PHC string of its hash; empty when nobody logs in
/// @param limits   its own; what they do not say, its domain's do
/// @param hidden   capabilities that its clients are not offered
record AccountRow(AccountId id, EmailAddress address, String password, QuotaLimits limits, Set<String> hidden) {
    private static final int VERSION = 3;

    byte[] toBytes() {
        var out = new BytesWriter()
                .u8(VERSION)
                .varint(id.value())
                .text(address.local())
                .text(address.domain())
                .text(password);
        limits.writeTo(out).varint(hidden.size());
        hidden.stream().sorted().forEach(out::text);
        return out.toRow();
    }

    static AccountRow ofBytes(byte[] row) {
        var in = new BytesReader(row);
        int version = in.version(VERSION);
        return new AccountRow(
                new AccountId(Math.toIntExact(in.varint())),
                new EmailAddress(in.text(), in.text()),
                in.text(),
                version < 2 ? QuotaLimits.UNSAID : QuotaLimits.readFrom(in),
                version < 3 ? Set.of() : names(in));
    }

    private static Set<String> names(BytesReader in) {
        var names = new HashSet<String>();
        for (long left = in.varint(); left > 0; left--) {
            names.add(in.text());
        }
        return Set.copyOf(names);
    }

    AccountRow withPassword(String hash) {
        return new AccountRow(id, address, hash, limits, hidden);
    }

    AccountRow limited(QuotaLimits to) {
        return new AccountRow(id, address, password, to, hidden);
    }

    AccountRow hiding(Set<String> capabilities) {
        return new AccountRow(id, address, password, limits, Set.copyOf(capabilities));
    }

    /// Nobody logs in to it: it is there for what others share of it.
    boolean isShared() {
        return password.isEmpty();
    }

    String key() {
        return Directory.key(address);
    }
}
