package org.posthorn.imap.command;

import java.util.Locale;
import java.util.Map;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;

/// The table from verbs to commands (RFC 9051 §6), and where a command meets the state.
public final class Commands {
    private Commands() {}

    private interface Rule {
        Command parse(Tag tag, ImapParser in) throws PeerGone, BadCommand;
    }

    private static final Map<String, Rule> RULES = Map.ofEntries(
            Map.entry("APPEND", Append::parse),
            Map.entry("AUTHENTICATE", Authenticate::parse),
            Map.entry("CANCELUPDATE", CancelUpdate::parse),
            Map.entry("CAPABILITY", Capability::parse),
            Map.entry("CHECK", Check::parse),
            Map.entry("CLOSE", Close::parse),
            Map.entry("COMPRESS", Compress::parse),
            Map.entry("COPY", Copy::parse),
            Map.entry("CREATE", Create::parse),
            Map.entry("DELETE", Delete::parse),
            Map.entry("DELETEACL", DeleteAcl::parse),
            Map.entry("ENABLE", Enable::parse),
            Map.entry("ESEARCH", MultiSearch::parse),
            Map.entry("EXAMINE", Select::parseExamine),
            Map.entry("EXPUNGE", Expunge::parse),
            Map.entry("FETCH", Fetch::parse),
            Map.entry("GETACL", GetAcl::parse),
            Map.entry("GENURLAUTH", GenUrlAuth::parse),
            Map.entry("GETMETADATA", GetMetadata::parse),
            Map.entry("GETQUOTA", GetQuota::parse),
            Map.entry("GETQUOTAROOT", GetQuotaRoot::parse),
            Map.entry("ID", Id::parse),
            Map.entry("IDLE", Idle::parse),
            Map.entry("LANGUAGE", Language::parse),
            Map.entry("LIST", ListMailboxes::parse),
            Map.entry("LISTRIGHTS", ListRights::parse),
            Map.entry("LOGIN", Login::parse),
            Map.entry("LOGOUT", Logout::parse),
            Map.entry("LSUB", Lsub::parse),
            Map.entry("MOVE", Move::parse),
            Map.entry("MYRIGHTS", MyRights::parse),
            Map.entry("NAMESPACE", Namespace::parse),
            Map.entry("NOOP", Noop::parse),
            Map.entry("NOTIFY", Notify::parse),
            Map.entry("RENAME", Rename::parse),
            Map.entry("REPLACE", Replace::parse),
            Map.entry("RESETKEY", ResetKey::parse),
            Map.entry("SEARCH", Search::parse),
            Map.entry("SELECT", Select::parse),
            Map.entry("SETACL", SetAcl::parse),
            Map.entry("SETMETADATA", SetMetadata::parse),
            Map.entry("SETQUOTA", SetQuota::parse),
            Map.entry("SORT", Sort::parse),
            Map.entry("STARTTLS", StartTls::parse),
            Map.entry("STATUS", Status::parse),
            Map.entry("STORE", Store::parse),
            Map.entry("SUBSCRIBE", Subscribe::parse),
            Map.entry("THREAD", ThreadMessages::parse),
            Map.entry("UID COPY", Copy::parseUid),
            Map.entry("UID EXPUNGE", Expunge::parseUid),
            Map.entry("UID FETCH", Fetch::parseUid),
            Map.entry("UID MOVE", Move::parseUid),
            Map.entry("UID REPLACE", Replace::parseUid),
            Map.entry("UID SEARCH", Search::parseUid),
            Map.entry("UID SORT", Sort::parseUid),
            Map.entry("UID STORE", Store::parseUid),
            Map.entry("UID THREAD", ThreadMessages::parseUid),
            Map.entry("UNAUTHENTICATE", Unauthenticate::parse),
            Map.entry("UNSELECT", Unselect::parse),
            Map.entry("UNSUBSCRIBE", Unsubscribe::parse),
            Map.entry("URLFETCH", UrlFetch::parse));

    /// What a verb comes with, of those that may be hidden.
    private static final Map<String, String> CAPABILITIES = Map.ofEntries(
            Map.entry("COMPRESS", "COMPRESS=DEFLATE"),
            Map.entry("ESEARCH", "MULTISEARCH"),
            Map.entry("DELETEACL", "ACL"),
            Map.entry("GENURLAUTH", "URLAUTH"),
            Map.entry("GETACL", "ACL"),
            Map.entry("GETMETADATA", "METADATA"),
            Map.entry("GETQUOTA", "QUOTA"),
            Map.entry("GETQUOTAROOT", "QUOTA"),
            Map.entry("ID", "ID"),
            Map.entry("LANGUAGE", "LANGUAGE"),
            Map.entry("LISTRIGHTS", "ACL"),
            Map.entry("MYRIGHTS", "ACL"),
            Map.entry("NOTIFY", "NOTIFY"),
            Map.entry("REPLACE", "REPLACE"),
            Map.entry("RESETKEY", "URLAUTH"),
            Map.entry("SETACL", "ACL"),
            Map.entry("SETMETADATA", "METADATA"),
            Map.entry("SETQUOTA", "QUOTA"),
            Map.entry("SORT", "SORT"),
            Map.entry("UID REPLACE", "REPLACE"),
            Map.entry("UID SORT", "SORT"),
            Map.entry("UNAUTHENTICATE", "UNAUTHENTICATE"),
            Map.entry("URLFETCH", "URLAUTH"));

    /// Reads a command from behind its tag to its end, except an APPEND's message.
    public static Command parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        String verb = in.atom().toUpperCase(Locale.ROOT);
        if (verb.equals("UID")) {
            in.space();
            verb += " " + in.atom().toUpperCase(Locale.ROOT);
        }
        var rule = RULES.get(verb);
        if (rule == null || !in.offers(CAPABILITIES.getOrDefault(verb, ""))) {
            throw unknown();
        }
        return rule.parse(tag, in);
    }

    /// What is hidden is unknown.
    static BadCommand unknown() {
        return new BadCommand("there is no command of this name");
    }

    private record Step(State state, Command command) {}

    /// Runs the command if its kind and the state fit.
    public static Reply run(State state, Command command) throws PeerGone, BadCommand {
        return switch (new Step(state, command)) {
            case Step(State s, Command.AnyState c) -> c.run(s);
            case Step(State.Greeted s, Command.BeforeLogin c) -> c.run(s);
            case Step(State.LoggedIn s, Command.AfterLogin c) -> c.run(s);
            case Step(State.Selected s, Command.WhileSelected c) -> c.run(s);
            case Step(State.Greeted _, Command _) -> throw new BadCommand("log in first");
            case Step(State _, Command.BeforeLogin _) -> throw new BadCommand("you are logged in already");
            case Step(State _, Command _) -> throw new BadCommand("select a mailbox first");
        };
    }
}
