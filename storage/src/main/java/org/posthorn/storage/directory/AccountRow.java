package org.posthorn.storage.directory;

import org.posthorn.common.address.EmailAddress;
import org.posthorn.storage.AccountId;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;

/// An account as the directory keeps it; the key is its canonical address.
///
///     account := version u8 = 1, id varint, local text, domain text, password text
///
/// @param password the PHC string of its hash
record AccountRow(AccountId id, EmailAddress address, String password) {
    private static final int VERSION = 1;

    byte[] toBytes() {
        return new BytesWriter()
                .u8(VERSION)
                .varint(id.value())
                .text(address.local())
                .text(address.domain())
                .text(password)
                .toRow();
    }

    static AccountRow ofBytes(byte[] row) {
        var in = new BytesReader(row);
        in.version(VERSION);
        return new AccountRow(
                new AccountId(Math.toIntExact(in.varint())), new EmailAddress(in.text(), in.text()), in.text());
    }

    String key() {
        return Directory.key(address);
    }
}
