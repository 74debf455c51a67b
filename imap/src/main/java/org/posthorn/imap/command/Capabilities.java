package org.posthorn.imap.command;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.common.sasl.SaslServer;

/// What is announced, in each state (RFC 9051 §6.1.1, §7.2.2).
final class Capabilities {
    private Capabilities() {}

    private static final List<String> ALWAYS =
            List.of("IMAP4rev1", "IMAP4rev2", "LITERAL+", "SASL-IR", "ENABLE", "ID", "LANGUAGE", "INPROGRESS");
    private static final List<String> AFTER_LOGIN = List.of(
            "IDLE",
            "NOTIFY",
            "NAMESPACE",
            "UIDPLUS",
            "MOVE",
            "UNSELECT",
            "CHILDREN",
            "SPECIAL-USE",
            "CREATE-SPECIAL-USE",
            "LIST-EXTENDED",
            "LIST-STATUS",
            "ESEARCH",
            "SEARCHRES",
            "STATUS=SIZE",
            "CONDSTORE",
            "QRESYNC",
            "ACL",
            "RIGHTS=texk",
            "LIST-MYRIGHTS",
            "QUOTA",
            "QUOTA=RES-STORAGE",
            "QUOTA=RES-MESSAGE",
            "QUOTA=RES-MAILBOX",
            "I18NLEVEL=1",
            "METADATA",
            "LIST-METADATA",
            "FILTERS",
            "URLAUTH",
            "BINARY",
            "MULTIAPPEND",
            "UTF8=ACCEPT",
            "CATENATE",
            "REPLACE",
            "WITHIN",
            "SAVEDATE",
            "PARTIAL",
            "UNAUTHENTICATE",
            "OBJECTID",
            "PREVIEW",
            "SORT",
            "SORT=DISPLAY",
            "ESORT",
            "THREAD=ORDEREDSUBJECT",
            "THREAD=REFERENCES",
            "THREAD=REFS",
            "CONTEXT=SEARCH",
            "CONTEXT=SORT",
            "MULTISEARCH");

    /// In one line, as CAPABILITY and the response code have them.
    static String of(State state) {
        var capabilities = new ArrayList<>(ALWAYS);
        switch (state) {
            case State.Greeted(var dialogue) -> addBeforeLogin(dialogue, capabilities);
            case State.LoggedIn s -> addAfterLogin(s.dialogue(), capabilities);
            case State.Idling s -> addAfterLogin(s.dialogue(), capabilities);
        }
        capabilities.removeIf(name -> hidden(state.dialogue(), name));
        return String.join(" ", capabilities);
    }

    private static boolean hidden(Dialogue dialogue, String capability) {
        // APPENDLIMIT=1000 and QUOTA=RES-STORAGE go by what stands before the `=`; COMPRESS=DEFLATE is one name.
        String name =
                capability.startsWith("RIGHTS=") ? "ACL" : capability.replaceFirst("^(APPENDLIMIT|QUOTA)=.*", "$1");
        return !dialogue.offers(name);
    }

    private static void addBeforeLogin(Dialogue dialogue, List<String> capabilities) {
        if (dialogue.connection().canStartTls()) {
            capabilities.add("STARTTLS");
        }
        if (dialogue.takesPasswords()) {
            SaslServer.mechanisms().forEach(mechanism -> capabilities.add("AUTH=" + mechanism));
        } else {
            capabilities.add("LOGINDISABLED"); // RFC 9051 §6.2.3
        }
    }

    private static void addAfterLogin(Dialogue dialogue, List<String> capabilities) {
        capabilities.addAll(AFTER_LOGIN);
        capabilities.add("APPENDLIMIT=" + dialogue.service().messageSize()); // RFC 7889 §2
        if (!dialogue.connection().compressed()) {
            capabilities.add("COMPRESS=DEFLATE"); // RFC 4978 §3: not twice
        }
    }
}
