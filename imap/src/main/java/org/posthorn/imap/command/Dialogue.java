package org.posthorn.imap.command;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.posthorn.common.config.Imap;
import org.posthorn.common.net.Connection;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.LiteralSource;
import org.posthorn.imap.response.InProgress;
import org.posthorn.imap.response.Progress;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.imap.view.Awareness;
import org.posthorn.imap.view.Expunges;
import org.posthorn.imap.view.Recent;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.Account;
import org.posthorn.storage.mailbox.Rights;

/// One client from its greeting to its goodbye: the connection, the state, and what was agreed by ENABLE.
/// Commands change the state by [#enter(State)]; nothing else does. For the connection's command thread only.
public final class Dialogue {
    private static final int LINE_BEFORE_LOGIN = 8 << 10;
    private static final int LINE_AFTER_LOGIN = 64 << 10;
    private static final long SKIP_BEFORE_LOGIN = 8 << 10;
    private static final Duration SILENCE_BEFORE_LOGIN = Duration.ofMinutes(2);
    /// RFC 9051 §5.4: not before 30 minutes.
    private static final Duration SILENCE_AFTER_LOGIN = Duration.ofMinutes(31);

    private final Connection connection;
    private final Service service;
    private final ImapEncoder out;
    private final News news = new News(this);
    private State state = new State.Greeted(this);
    private boolean rev2;
    private Awareness awareness = Awareness.NONE;
    private boolean utf8;
    private final Neighbours neighbours;
    private Rights toldRights = Rights.ALL;
    private Set<String> hiddenFromAccount = Set.of();
    private Set<String> hiddenFromClient = Set.of();
    private int failedLogins;
    private boolean over;
    private CommandReader reader;
    private Tag tag = Tag.NONE;

    public Dialogue(Connection connection, Service service) {
        this.connection = connection;
        this.service = service;
        this.neighbours = new Neighbours(service.store());
        this.out = new ImapEncoder(connection.out(), Dialect.SEVEN_BIT);
    }

    public void greet() throws PeerGone {
        connection.lineLimit(LINE_BEFORE_LOGIN);
        connection.idleTimeout(SILENCE_BEFORE_LOGIN);
        out.raw("* OK [CAPABILITY ")
                .raw(capabilities())
                .raw("] ")
                .raw(service.hostname())
                .raw(" Posthorn")
                .crlf();
    }

    public Connection connection() {
        return connection;
    }

    Service service() {
        return service;
    }

    Neighbours neighbours() {
        return neighbours;
    }

    public ImapEncoder out() {
        return out;
    }

    public State state() {
        return state;
    }

    /// What CAPABILITY says now.
    public String capabilities() {
        return Capabilities.of(state);
    }

    /// Whether goodbye was said: no command is to run any more.
    public boolean over() {
        return over;
    }

    // ---- one command

    /// Reads what belongs to the command that this line begins.
    public CommandReader begin(byte[] line) {
        boolean greeted = state instanceof State.Greeted;
        // A client that sends a message at once (LITERAL+) and is refused gets its NO rather than a closed connection.
        long skip = greeted ? SKIP_BEFORE_LOGIN : 2 * service.messageSize() + LINE_AFTER_LOGIN;
        reader = new CommandReader(connection, line, greeted ? LINE_BEFORE_LOGIN : LINE_AFTER_LOGIN, skip);
        return reader;
    }

    /// Reads the command that this line begins as this client writes it.
    public ImapParser parser(byte[] line, CommandReader reader) {
        return parser(line, reader, out.dialect());
    }

    /// The command that was begun has this tag.
    public void answering(Tag now) {
        tag = now;
    }

    /// For the command that runs, if it takes long.
    Progress progress() {
        return offers("INPROGRESS") ? new InProgress(out, tag, service.pace()) : Progress.NONE;
    }

    ImapParser parser(byte[] line, LiteralSource source, Dialect dialect) {
        return new ImapParser(line, source, dialect, hidden());
    }

    /// Whether a capability that may be hidden is not.
    boolean offers(String capability) {
        return !hidden().contains(capability);
    }

    /// From everybody, from this account's clients, and from this client.
    private Set<String> hidden() {
        var everywhere = service.imap().hide();
        if (hiddenFromAccount.isEmpty() && hiddenFromClient.isEmpty()) {
            return everywhere;
        }
        var all = new HashSet<>(everywhere);
        all.addAll(hiddenFromAccount);
        all.addAll(hiddenFromClient);
        return all;
    }

    /// The client has said its name, and tells what is different now.
    void identified(String name) throws PeerGone {
        var before = hidden();
        hiddenFromClient = service.imap().hiddenFrom(name);
        if (!hidden().equals(before)) {
            out.raw("* CAPABILITY ").raw(capabilities()).crlf();
        }
    }

    CommandReader reader() {
        return reader;
    }

    // ---- the state

    void enter(State next) {
        state = next;
        news.follow(next);
    }

    /// Whether a password may come over this connection (P6).
    boolean takesPasswords() {
        return service.allowPlaintext() || connection.tls().isPresent();
    }

    /// @return how many have failed on this connection
    int loginFailed() {
        return ++failedLogins;
    }

    /// @param hidden capabilities that the account's clients are not offered
    void loggedIn(Account account, Set<String> hidden) {
        hiddenFromAccount = Imap.closed(hidden);
        enter(new State.Authenticated(this, account));
        connection.lineLimit(LINE_AFTER_LOGIN);
        connection.idleTimeout(SILENCE_AFTER_LOGIN);
    }

    /// All that belongs to the account and to what its client agreed on is gone (RFC 8437 §4.1).
    void loggedOut() throws PeerGone {
        close();
        rev2 = false;
        utf8 = false;
        hiddenFromAccount = Set.of();
        awareness = Awareness.NONE;
        out.dialect(Dialect.SEVEN_BIT);
        connection.lineLimit(LINE_BEFORE_LOGIN);
        connection.idleTimeout(SILENCE_BEFORE_LOGIN);
    }

    /// From ENABLE IMAP4rev2 on (RFC 9051 §6.3.1).
    void speakRev2() {
        rev2 = true;
        out.dialect(Dialect.UTF8);
    }

    boolean speaksRev2() {
        return rev2;
    }

    /// A command came that only a client of such an awareness sends. The first one with a mailbox selected tells its
    /// HIGHESTMODSEQ (RFC 7162 §3.1).
    void aware(Awareness now) throws PeerGone {
        if (now.compareTo(awareness) > 0) {
            awareness = now;
            if (state instanceof State.Selected selected) {
                selected.mailbox().aware(now, out);
            }
        }
    }

    Awareness awareness() {
        return awareness;
    }

    /// From ENABLE UTF8=ACCEPT on (RFC 6855 §3).
    void acceptUtf8() {
        utf8 = true;
        out.dialect(Dialect.UTF8);
    }

    boolean acceptsUtf8() {
        return utf8;
    }

    Recent recent() {
        return rev2 ? Recent.UNKNOWN : Recent.TOLD;
    }

    /// A command is done: what it opened of others is closed, but what is selected.
    public void settle() {
        var resumed = state instanceof State.Idling idling ? idling.resumed() : state;
        neighbours.closeAllBut(
                resumed instanceof State.Selected selected
                        ? Optional.of(selected.mailbox().account().id())
                        : Optional.empty());
    }

    /// The client knows by PERMANENTFLAGS what it may do in the selected mailbox.
    void rightsTold(Rights rights) {
        toldRights = rights.and(Rights.FLAGS);
    }

    /// Leaves the mailbox because the client asked to.
    void leave(State.Selected selected) {
        enter(new State.Authenticated(this, selected.account()));
    }

    /// Leaves the selected mailbox, if there is one, and says so (RFC 9051 §7.1 CLOSED).
    void deselect() throws PeerGone {
        if (state instanceof State.Selected selected) {
            leave(selected);
            out.raw("* OK [CLOSED] the mailbox is closed").crlf();
        }
    }

    /// RFC 4314 §5.1.1: FLAGS and PERMANENTFLAGS when others have changed what the user may do.
    void tellRights(SelectedMailbox view) throws PeerGone {
        var rights = view.account().sharing().rights(view.id()).and(Rights.FLAGS);
        if (!rights.equals(toldRights)) {
            toldRights = rights;
            new PermanentFlags(view.state(), view.readOnly() ? Rights.NONE : rights).tell(out);
        }
    }

    /// What the client is told without having asked.
    public News news() {
        return news;
    }

    /// What a line means that comes while the client idles: `DONE`, or an error (RFC 2177 §3).
    public Reply idleEnds(State.Idling idling, byte[] line) throws PeerGone {
        news.tell(Expunges.TOLD);
        enter(idling.resumed());
        return Idle.ended(idling.tag(), line);
    }

    // ---- the end

    /// Says goodbye; the connection is closed behind the reply to the command that runs, if any.
    public void sayGoodbye(String why) throws PeerGone {
        if (!over) {
            over = true;
            out.raw("* BYE ").raw(why).crlf();
        }
    }

    /// Releases what the session holds.
    public void close() {
        news.forget();
        var left = state instanceof State.Idling idling ? idling.resumed() : state;
        if (left instanceof State.LoggedIn loggedIn) {
            loggedIn.account().close();
        }
        neighbours.closeAllBut(Optional.empty());
        state = new State.Greeted(this);
    }
}
