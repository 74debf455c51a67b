package org.posthorn.storage.mailbox;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A set of rights (RFC 4314 §2). Immutable.
///
/// Written with the letters of [Right], and with two obsolete ones for clients of RFC 2086 (RFC 4314 §2.1.1): `c`
/// stands for `k` and `x`, `d` for `t` and `e`.
public final class Rights {
    public static final Rights NONE = new Rights(EnumSet.noneOf(Right.class));
    public static final Rights ALL = new Rights(EnumSet.allOf(Right.class));
    /// What lets flags be changed.
    public static final Rights FLAGS = of(Right.SEEN, Right.WRITE, Right.DELETE_MESSAGES);

    private static final Set<Right> OBSOLETE_CREATE = EnumSet.of(Right.CREATE, Right.DELETE);
    private static final Set<Right> OBSOLETE_DELETE = EnumSet.of(Right.DELETE_MESSAGES, Right.EXPUNGE);
    /// RFC 4314 §4: who has one of these learns of the mailbox by one command or the other.
    private static final Set<Right> TELLING =
            EnumSet.of(Right.LOOKUP, Right.READ, Right.INSERT, Right.CREATE, Right.DELETE, Right.ADMINISTER);

    private final EnumSet<Right> members;

    private Rights(EnumSet<Right> members) {
        this.members = members;
    }

    public static Rights of(Right... rights) {
        return of(List.of(rights));
    }

    public static Rights of(Collection<Right> rights) {
        var members = EnumSet.noneOf(Right.class);
        members.addAll(rights);
        return new Rights(members);
    }

    /// Reads letters, none too.
    ///
    /// @throws IllegalArgumentException with a message fit for the peer: a character is no right (RFC 4314 §3.1)
    public static Rights parse(String letters) {
        var members = EnumSet.noneOf(Right.class);
        letters.chars().forEach(letter -> {
            switch (letter) {
                case 'c' -> members.addAll(OBSOLETE_CREATE);
                case 'd' -> members.addAll(OBSOLETE_DELETE);
                default ->
                    members.add(Right.of(letter).orElseThrow(() -> new IllegalArgumentException(unknown(letter))));
            }
        });
        return new Rights(members);
    }

    private static String unknown(int letter) {
        if (letter >= 'A' && letter <= 'Z') {
            return "rights are lower-case letters, not " + Character.toString(letter);
        }
        boolean printable = letter > ' ' && letter < 0x7f;
        return "there is no right " + (printable ? Character.toString(letter) : "of that character");
    }

    public boolean has(Right right) {
        return members.contains(right);
    }

    public boolean hasAll(Collection<Right> rights) {
        return members.containsAll(rights);
    }

    public boolean hasAny(Right... rights) {
        return List.of(rights).stream().anyMatch(members::contains);
    }

    /// Whether who has these may know that the mailbox is there. Otherwise it is to be absent (RFC 4314 §6).
    public boolean tellOfIt() {
        return members.stream().anyMatch(TELLING::contains);
    }

    /// Whether they let a flag be set and taken.
    public boolean allow(Flag flag) {
        return has(Right.toChange(flag));
    }

    public Rights plus(Rights others) {
        var all = EnumSet.copyOf(members);
        all.addAll(others.members);
        return new Rights(all);
    }

    public Rights and(Rights others) {
        var both = EnumSet.copyOf(members);
        both.retainAll(others.members);
        return new Rights(both);
    }

    public Rights minus(Rights others) {
        var left = EnumSet.copyOf(members);
        left.removeAll(others.members);
        return new Rights(left);
    }

    public boolean isEmpty() {
        return members.isEmpty();
    }

    /// As a row has them: a bit for each, in the order of [Right].
    public int toBits() {
        return members.stream().mapToInt(right -> 1 << right.ordinal()).sum();
    }

    public static Rights ofBits(int bits) {
        var members = EnumSet.noneOf(Right.class);
        for (var right : Right.values()) {
            if ((bits & 1 << right.ordinal()) != 0) {
                members.add(right);
            }
        }
        return new Rights(members);
    }

    /// The letters, the obsolete ones too where any of what they stand for is there (RFC 4314 §2.1.1).
    @Override
    public String toString() {
        var letters = new StringBuilder();
        members.forEach(right -> letters.append(right.letter()));
        if (members.stream().anyMatch(OBSOLETE_CREATE::contains)) {
            letters.append('c');
        }
        if (members.stream().anyMatch(OBSOLETE_DELETE::contains)) {
            letters.append('d');
        }
        return letters.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rights rights && members.equals(rights.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }
}
