package org.posthorn.storage.directory;

import org.posthorn.common.address.EmailAddress;
import org.posthorn.storage.AccountId;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;

/// An account as the directory keeps it; the key is its canonical address.
///
///     account := version u8 = 2, id varint, local text, domain text, password text, limits
///                version 1 has no limits
///
/// @param password the PHC string of its hash; empty when nobody logs in
/// @param limits   its own; what they do not say, its domain's do
record AccountRow(AccountId id, EmailAddress address, String password, QuotaLimits limits) {
    private static final int VERSION = 2;

    byte[] toBytes() {
        var out = new BytesWriter()
                .u8(VERSION)
                .varint(id.value())
                .text(address.local())
                .text(address.domain())
                .text(password);
        return limits.writeTo(out).toRow();
    }

    static AccountRow ofBytes(byte[] row) {
        var in = new BytesReader(row);
        int version = in.version(VERSION);
        return new AccountRow(
                new AccountId(Math.toIntExact(in.varint())),
                new EmailAddress(in.text(), in.text()),
                in.text(),
                version < 2 ? QuotaLimits.UNSAID : QuotaLimits.readFrom(in));
    }

    AccountRow withPassword(String hash) {
        return new AccountRow(id, address, hash, limits);
    }

    AccountRow limited(QuotaLimits to) {
        return new AccountRow(id, address, password, to);
    }

    /// Nobody logs in to it: it is there for what others share of it.
    boolean isShared() {
        return password.isEmpty();
    }

    String key() {
        return Directory.key(address);
    }
}
