package org.posthorn.imap.sort;

/// By what messages are sorted (RFC 5256, RFC 5957 §4).
public enum SortKey {
    /// The internal date.
    ARRIVAL,
    /// The mailbox of the first address, as for FROM and TO.
    CC,
    /// The sent date (RFC 5256 §2.2).
    DATE,
    /// What a person sees of the first address.
    DISPLAYFROM,
    DISPLAYTO,
    FROM,
    SIZE,
    /// The base subject (RFC 5256 §2.1).
    SUBJECT,
    TO;

    /// Whether it came with SORT=DISPLAY.
    boolean isDisplay() {
        return this == DISPLAYFROM || this == DISPLAYTO;
    }

    /// Whether all that it needs is in the placement.
    boolean isPlaced() {
        return this == ARRIVAL || this == DATE || this == SIZE;
    }
}
