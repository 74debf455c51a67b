package org.posthorn.imap.search;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.MessageSet;
import org.posthorn.imap.grammar.SeqSet;
import org.posthorn.imap.response.Progress;
import org.posthorn.imap.search.SearchKey.Cost;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.Account;
import org.posthorn.storage.Refused;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.mailbox.UidsBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the messages of a mailbox that match a key (RFC 9051 §6.4.4), in memory that does not grow with them.
///
/// The cheapest keys come first and leave fewer messages for the others: sets and flags are algebra on
/// bitmaps, dates and sizes walk small rows, header keys walk headers, and only BODY and TEXT read messages.
/// Keys of the same cost that must all match share one walk, in which a message is dropped by the first that
/// does not. For one SEARCH.
public final class SearchEvaluator {
    private static final Logger log = LoggerFactory.getLogger(SearchEvaluator.class);

    private final Account account;
    private final SelectedMailbox view;
    private final MailboxState state;
    private final Progress progress;
    private final Map<MessageSet, Uids> sets = new HashMap<>();
    private final Map<Long, Uids> changed = new HashMap<>();

    private boolean lenient;

    /// @param view  what the client was told of: it finds no message that has no number yet
    /// @param state of now, or of a moment ago: tells which messages there are and their flags
    public SearchEvaluator(Account account, SelectedMailbox view, MailboxState state) {
        this(account, view, state, Progress.NONE);
    }

    /// @param progress is told of each message whose header is read
    public SearchEvaluator(Account account, SelectedMailbox view, MailboxState state, Progress progress) {
        this.account = account;
        this.view = view;
        this.state = state;
        this.progress = progress;
    }

    /// One for which sequence numbers that no message has stand for nothing (RFC 7377 §2).
    public static SearchEvaluator lenient(Account account, SelectedMailbox view, MailboxState state) {
        var evaluator = new SearchEvaluator(account, view, state);
        evaluator.lenient = true;
        return evaluator;
    }

    /// @throws BadCommand a sequence number that no message has
    public Uids evaluate(SearchKey key) throws BadCommand {
        resolve(key);
        return among(key, there());
    }

    /// The same later on: what stood for sequence numbers and for `$` at first stays that (RFC 5267 §4.3).
    public SearchEvaluator later(MailboxState now) {
        var later = new SearchEvaluator(account, view, now);
        later.lenient = lenient;
        sets.forEach((set, uids) -> {
            if (set instanceof SeqSet || set.isSaved()) {
                later.sets.put(set, uids);
            }
        });
        return later;
    }

    /// Of these messages, and of those that the client knows, the ones that match.
    ///
    /// @throws BadCommand a sequence number that no message has
    public Uids evaluate(SearchKey key, Uids uids) throws BadCommand {
        resolve(key);
        return among(key, there().and(uids));
    }

    private Uids there() {
        return view.uids().and(state.uids());
    }

    /// Looks the numbers up before anything else: a wrong one is an error however little the other keys match.
    private void resolve(SearchKey key) throws BadCommand {
        switch (key) {
            case SearchKey.Messages(var set) -> {
                if (!sets.containsKey(set)) {
                    sets.put(set, lenient ? view.known(set) : view.uids(set));
                }
            }
            case SearchKey.ModSeq(long least) ->
                changed.put(
                        least,
                        account.changesSince(state, Math.max(0, least - 1)).changed());
            case SearchKey.Not(var inner) -> resolve(inner);
            case SearchKey.Or(var first, var second) -> {
                resolve(first);
                resolve(second);
            }
            case SearchKey.And(var keys) -> {
                for (var each : keys) {
                    resolve(each);
                }
            }
            case SearchKey.All _,
                    SearchKey.Flagged _,
                    SearchKey.Recent _,
                    SearchKey.Received _,
                    SearchKey.Sent _,
                    SearchKey.Within _,
                    SearchKey.Saved _,
                    SearchKey.Larger _,
                    SearchKey.Smaller _,
                    SearchKey.EmailId _,
                    SearchKey.ThreadId _,
                    SearchKey.InEnvelope _,
                    SearchKey.Header _,
                    SearchKey.Body _,
                    SearchKey.Text _ -> {}
            case SearchKey.Filter _ -> throw new IllegalStateException("not filled: " + key);
        }
    }

    /// Those of the messages that match.
    private Uids among(SearchKey key, Uids uids) {
        return switch (key) {
            case SearchKey.All _ -> uids;
            case SearchKey.Messages(var set) -> uids.and(sets.get(set));
            case SearchKey.Flagged(var flag) -> uids.and(state.with(flag));
            case SearchKey.ModSeq(long least) -> uids.and(changed.get(least));
            case SearchKey.Recent _ -> uids.and(view.recent());
            case SearchKey.Not(var inner) -> uids.minus(among(inner, uids));
            case SearchKey.And(var keys) -> all(keys, uids);
            case SearchKey.Or(var first, var second) -> either(first, second, uids);
            case SearchKey.Received _,
                    SearchKey.Within _,
                    SearchKey.Saved _,
                    SearchKey.Larger _,
                    SearchKey.Smaller _,
                    SearchKey.EmailId _ -> walk(Cost.PLACEMENT, key, uids);
            case SearchKey.ThreadId _,
                    SearchKey.Sent _,
                    SearchKey.InEnvelope _,
                    SearchKey.Header _,
                    SearchKey.Body _,
                    SearchKey.Text _ -> walk(Cost.HEADER, key, uids);
            case SearchKey.Filter _ -> throw new IllegalStateException("not filled: " + key);
        };
    }

    private Uids all(List<SearchKey> keys, Uids uids) {
        var left = uids;
        for (var key : keys) {
            if (key.cost() == Cost.SET) {
                left = among(key, left);
            }
        }
        var byRow = keys.stream().filter(key -> key.cost() == Cost.PLACEMENT).toList();
        left = byRow.isEmpty() ? left : walk(Cost.PLACEMENT, new SearchKey.And(byRow), left);
        var byMessage = keys.stream()
                .filter(key -> key.cost().compareTo(Cost.HEADER) >= 0)
                .toList();
        return byMessage.isEmpty() ? left : walk(Cost.HEADER, new SearchKey.And(byMessage), left);
    }

    private Uids either(SearchKey first, SearchKey second, Uids uids) {
        if (first.cost().compareTo(Cost.HEADER) >= 0 && second.cost().compareTo(Cost.HEADER) >= 0) {
            return walk(Cost.HEADER, new SearchKey.Or(first, second), uids); // one walk for both
        }
        boolean inOrder = first.cost().compareTo(second.cost()) <= 0;
        var matching = among(inOrder ? first : second, uids);
        return matching.or(among(inOrder ? second : first, uids.minus(matching)));
    }

    /// Asks a key of each message.
    private Uids walk(Cost cost, SearchKey key, Uids uids) {
        if (uids.isEmpty()) {
            return Uids.NONE;
        }
        var criterion = Criterion.of(key, set -> among(set, there()));
        var found = new UidsBuilder();
        if (cost == Cost.PLACEMENT) {
            account.placements(state.id(), uids, placement -> {
                if (criterion.matches(new Candidate(account, placement, Optional.empty()))) {
                    found.add(placement.uid());
                }
            });
        } else {
            progress.expect(uids.count());
            account.<RuntimeException>messages(state.id(), uids, (placement, message) -> {
                progress.step();
                if (matches(criterion, new Candidate(account, placement, Optional.of(message)))) {
                    found.add(placement.uid());
                }
            });
        }
        return found.build();
    }

    /// A message whose bytes can't be read does not match, and does not keep the others from being found.
    private boolean matches(Criterion criterion, Candidate message) {
        try {
            return criterion.matches(message);
        } catch (Refused unreadable) {
            log.atWarn()
                    .addKeyValue("account", account.id().value())
                    .addKeyValue("mailbox", state.id().value())
                    .addKeyValue("uid", message.placement().uid())
                    .addKeyValue("why", unreadable.why())
                    .log("a message could not be searched");
            return false;
        }
    }
}
