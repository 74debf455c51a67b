package org.posthorn.imap.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;

/// LANGUAGE chooses the language of texts for people, or lists the languages there are (RFC 5255 §3). All our texts are
/// English, which is what `i-default` means, too: so there is nothing to remember.
///
/// @param ranges the first one that we speak counts; none: the client asks which there are
record Language(Tag tag, List<String> ranges) implements Command.AnyState {
    private static final String DEFAULT = "i-default";
    private static final List<String> SPOKEN = List.of("en", DEFAULT);
    private static final int MOST_RANGES = 100;

    /// RFC 4647 §2.1
    private static final Pattern RANGE = Pattern.compile("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*|\\*");

    static Language parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        var ranges = new ArrayList<String>();
        while (in.trySpace()) {
            String range = in.astring();
            if (!RANGE.matcher(range).matches() || ranges.size() == MOST_RANGES) {
                throw in.bad("a language range such as en or de-CH in front, at most " + MOST_RANGES);
            }
            ranges.add(range);
        }
        in.end();
        return new Language(tag, ranges);
    }

    @Override
    public Reply run(State session) throws PeerGone {
        var chosen =
                ranges.stream().map(Language::lookUp).flatMap(Optional::stream).findFirst();
        if (!ranges.isEmpty() && chosen.isEmpty()) {
            return Reply.no(tag, "", "no such language, there are " + String.join(" and ", SPOKEN));
        }
        var out = session.dialogue().out();
        out.raw("* LANGUAGE ")
                .list(chosen.map(List::of).orElse(SPOKEN), out::raw)
                .crlf();
        return Reply.ok(tag, "LANGUAGE done");
    }

    /// RFC 4647 §3.4: shorter and shorter, so that who asks for Canadian English gets English.
    private static Optional<String> lookUp(String range) {
        if (range.equalsIgnoreCase("default")) {
            return Optional.of(DEFAULT);
        }
        String tag = range;
        while (true) {
            for (String spoken : SPOKEN) {
                if (spoken.equalsIgnoreCase(tag)) {
                    return Optional.of(spoken);
                }
            }
            int end = tag.lastIndexOf('-');
            if (end < 0) {
                return Optional.empty();
            }
            // What only introduces the subtag behind it goes with that.
            tag = tag.substring(0, end >= 2 && tag.charAt(end - 2) == '-' ? end - 2 : end);
        }
    }
}
