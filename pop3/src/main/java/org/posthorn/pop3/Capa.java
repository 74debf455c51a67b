package org.posthorn.pop3;

import java.util.ArrayList;
import org.posthorn.common.net.PeerGone;
import org.posthorn.common.sasl.SaslServer;

/// CAPA tells what we can (RFC 2449 §5, §6), computed anew each time: it depends on TLS and on the state.
record Capa() implements Command.Anytime {

    static Capa parse(CommandLine in) throws BadCommand {
        in.end();
        return new Capa();
    }

    @Override
    public Turn run(State state) throws PeerGone {
        var out = state.client().begin(Reply.ok("capabilities"));
        for (var capability : of(state.client())) {
            out.ascii(capability).crlf();
        }
        state.client().end();
        return Turn.answered(state);
    }

    private static Iterable<String> of(Client client) {
        var capabilities = new ArrayList<String>();
        capabilities.add("TOP");
        capabilities.add("UIDL");
        capabilities.add("RESP-CODES");
        capabilities.add("AUTH-RESP-CODE"); // RFC 3206 §6
        capabilities.add("PIPELINING");
        capabilities.add("EXPIRE NEVER");
        capabilities.add("LOGIN-DELAY 0");
        if (client.connection().canStartTls()) {
            capabilities.add("STLS"); // RFC 2595 §4
        }
        if (client.mayAuthenticate()) {
            capabilities.add("USER");
            capabilities.add("SASL " + String.join(" ", SaslServer.mechanisms())); // RFC 5034 §3
        }
        capabilities.add("IMPLEMENTATION Posthorn-" + client.settings().version());
        return capabilities;
    }
}
