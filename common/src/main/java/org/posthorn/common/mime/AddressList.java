package org.posthorn.common.mime;

import java.util.List;
import java.util.Optional;

/// An address list as header fields carry it (RFC 5322 §3.4, obsolete forms included), read leniently:
/// whatever is written, something comes out that says the same.
public final class AddressList {
    private AddressList() {}

    /// A mailbox, or the start or the end of a group, in order of appearance.
    public sealed interface Entry {}

    /// @param name   display name (or, failing that, the comment), unquoted, encoded-words kept as they are
    /// @param route  the obsolete source route, nearly always empty
    /// @param domain empty where the field has none
    public record Address(Optional<String> name, Optional<String> route, String local, String domain)
            implements Entry {}

    public record GroupStart(String name) implements Entry {}

    public record GroupEnd() implements Entry {}

    /// Never fails. An item that has no `@` becomes a local part without a domain, `<>` one without both; a
    /// group that isn't closed ends with the field.
    ///
    /// @param field a raw, unfolded field body, for example of [Envelope#to()]
    public static List<Entry> parse(String field) {
        return new AddressListReader(field).entries();
    }
}
