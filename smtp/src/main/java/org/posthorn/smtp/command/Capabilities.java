package org.posthorn.smtp.command;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.common.sasl.SaslServer;

/// What EHLO announces (RFC 5321 §4.1.1.1), computed anew each time: it depends on TLS and on who is served.
final class Capabilities {
    private Capabilities() {}

    static List<String> of(Client client) {
        var terms = client.terms();
        var keywords = new ArrayList<String>();
        keywords.add("PIPELINING"); // RFC 2920
        keywords.add("SIZE " + terms.messageSize()); // RFC 1870 §3
        keywords.add("8BITMIME"); // RFC 6152
        keywords.add("SMTPUTF8"); // RFC 6531 §3.1
        keywords.add("ENHANCEDSTATUSCODES"); // RFC 2034 §3
        if (client.connection().canStartTls()) {
            keywords.add("STARTTLS"); // RFC 3207 §4: never when TLS is in use
        }
        if (terms.forUsers() && client.mayAuthenticate()) {
            keywords.add("AUTH " + String.join(" ", SaslServer.mechanisms())); // RFC 4954 §3
        }
        keywords.add("HELP");
        return keywords;
    }
}
