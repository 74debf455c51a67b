package org.posthorn.imap.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// ID: which programs are talking, for people who look for the cause of trouble (RFC 2971).
///
/// @param client what the client says of itself, empty values for `NIL`
record Id(Tag tag, Map<String, Optional<String>> client) implements Command.AnyState {
    private static final Logger log = LoggerFactory.getLogger(Id.class);
    private static final int MAX_PAIRS = 30; // RFC 2971 §3.3
    private static final int LOGGED = 200;

    static Id parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        var client = new LinkedHashMap<String, Optional<String>>();
        if (!in.tryWord("NIL")) {
            in.open();
            if (in.peek() != ')') {
                do {
                    String field = in.string();
                    in.space();
                    client.put(field, in.nstring());
                    if (client.size() > MAX_PAIRS) {
                        throw in.bad("no more than " + MAX_PAIRS + " fields");
                    }
                } while (in.trySpace());
            }
            in.close();
        }
        in.end();
        return new Id(tag, client);
    }

    @Override
    public Reply run(State session) throws PeerGone {
        var dialogue = session.dialogue();
        log.atInfo()
                .addKeyValue("conn", dialogue.connection().id())
                .addKeyValue("client", said())
                .log("client identified itself");
        dialogue.out().raw("* ID (\"name\" \"Posthorn\" \"version\" ");
        dialogue.out().string(dialogue.service().version()).raw(")").crlf();
        dialogue.identified(name());
        return Reply.ok(tag, "ID done");
    }

    /// Empty when it says none. Names of fields are in any case (RFC 2971 §3.3).
    private String name() {
        return client.entrySet().stream()
                .filter(field -> field.getKey().equalsIgnoreCase("name"))
                .flatMap(field -> field.getValue().stream())
                .findFirst()
                .orElse("");
    }

    /// What the client says, for the log: `name=Thunderbird, version=140.0`.
    String said() {
        String all = client.entrySet().stream()
                .filter(field -> field.getValue().isPresent())
                .map(field -> field.getKey() + "=" + field.getValue().get())
                .collect(Collectors.joining(", "));
        return all.substring(0, Math.min(all.length(), LOGGED));
    }
}
