package org.posthorn.storage.mailbox;

/// What becomes of somebody's rights (RFC 4314 §3.1): `lr` in their place, `+lr` besides, `-lr` without.
public record RightsChange(Kind kind, Rights rights) {
    public enum Kind {
        REPLACE,
        ADD,
        REMOVE
    }

    /// @throws IllegalArgumentException with a message fit for the peer: a character is no right
    public static RightsChange parse(String text) {
        var kind = text.startsWith("+") ? Kind.ADD : text.startsWith("-") ? Kind.REMOVE : Kind.REPLACE;
        return new RightsChange(kind, Rights.parse(kind == Kind.REPLACE ? text : text.substring(1)));
    }

    public Rights of(Rights had) {
        return switch (kind) {
            case REPLACE -> rights;
            case ADD -> had.plus(rights);
            case REMOVE -> had.minus(rights);
        };
    }
}
