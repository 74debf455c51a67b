package org.posthorn.dist.crash;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.regex.Pattern;

/// What a mailbox holds, read over IMAP: letter id → UID. Every byte is read of what is new; of what was read before,
/// only that it is still there, as long as it was.
///
/// @param octets of all messages
record Listing(long uidValidity, long modSeq, Map<String, Long> uids, long octets) {
    private static final Listing NOTHING = new Listing(0, 0, Map.of(), 0);

    private static final Pattern CODE = Pattern.compile("\\* OK \\[(UIDVALIDITY|HIGHESTMODSEQ) (\\d+)].*");
    private static final Pattern SIZE = Pattern.compile("\\* \\d+ FETCH \\(UID (\\d+) RFC822\\.SIZE (\\d+)\\)");
    private static final Pattern BODY = Pattern.compile("\\* \\d+ FETCH \\(UID (\\d+) BODY\\[] \\)");

    /// All of it.
    ///
    /// @throws AssertionError when a message is there twice or is not whole
    static Listing read(InetSocketAddress server, String account, String password, String mailbox) throws IOException {
        return NOTHING.next(server, account, password, mailbox);
    }

    /// What became of this one.
    ///
    /// @throws AssertionError when a message is gone, has another UID, is there twice or is not whole
    Listing next(InetSocketAddress server, String account, String password, String mailbox) throws IOException {
        try (var talk = new Talk(server, account, password)) {
            var codes = new HashMap<String, Long>();
            for (var line : talk.ask("EXAMINE " + mailbox + " (CONDSTORE)")) {
                var match = CODE.matcher(line.text());
                if (match.matches()) {
                    codes.put(match.group(1), Long.parseLong(match.group(2)));
                }
            }
            var sizes = sizes(talk);
            var all = new HashMap<>(uids);
            long last = uids.values().stream().mapToLong(uid -> uid).max().orElse(0);
            for (var line : talk.ask("UID FETCH " + (last + 1) + ":* (UID BODY.PEEK[])")) {
                var fetch = BODY.matcher(line.text());
                // n:* is the last message at least (RFC 9051 §9, seq-range).
                if (fetch.matches() && Long.parseLong(fetch.group(1)) > last) {
                    add(all, Letter.idOfWhole(line.literal()), Long.parseLong(fetch.group(1)));
                }
            }
            if (!new HashSet<>(all.values()).equals(sizes.keySet())) {
                throw new AssertionError(
                        mailbox + " of " + account + " has UIDs " + sizes.keySet() + " for " + all.values());
            }
            long octets = sizes.values().stream().mapToLong(size -> size).sum();
            return new Listing(codes.get("UIDVALIDITY"), codes.get("HIGHESTMODSEQ"), all, octets);
        } catch (Died _) {
            throw new AssertionError("the server died by itself");
        }
    }

    private static Map<Long, Long> sizes(Talk talk) throws IOException, Died {
        var sizes = new HashMap<Long, Long>();
        for (var line : talk.ask("UID FETCH 1:* (UID RFC822.SIZE)")) {
            var fetch = SIZE.matcher(line.text());
            if (fetch.matches()) {
                sizes.put(Long.parseLong(fetch.group(1)), Long.parseLong(fetch.group(2)));
            }
        }
        return sizes;
    }

    private static void add(Map<String, Long> all, String id, long uid) {
        if (all.put(id, uid) != null) {
            throw new AssertionError(id + " is there twice");
        }
    }
}
