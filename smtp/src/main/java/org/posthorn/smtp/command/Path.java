package org.posthorn.smtp.command;

import java.util.Optional;
import java.util.function.Function;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.smtp.reply.Replies;
import org.posthorn.smtp.reply.Reply;

/// What stands between `<` and `>` in MAIL and RCPT (RFC 5321 §4.1.2).
///
/// @param mailbox empty for `<>` and for `<postmaster>`, whichever may stand there
/// @param utf8    whether it was written beyond US-ASCII (RFC 6531 §3.3), a domain that is kept as its A-labels
/// included
record Path(Optional<EmailAddress> mailbox, boolean utf8) {

    /// MAIL's: an address or `<>`.
    static Path reverse(CommandLine in) throws BadCommand {
        return parse(in, "", Replies::badSender);
    }

    /// RCPT's: an address or `<postmaster>`, in any case (RFC 5321 §4.1.1.3).
    static Path forward(CommandLine in) throws BadCommand {
        return parse(in, "postmaster", Replies::badRecipient);
    }

    private static Path parse(CommandLine in, String domainless, Function<String, Reply> refusal) throws BadCommand {
        if (!in.accept("<")) {
            throw new BadCommand(refusal.apply("an address stands in < and >"));
        }
        if (in.peek() == '@' && !skipSourceRoute(in)) {
            throw new BadCommand(refusal.apply("the source route is malformed, leave it out"));
        }
        var text = upToBracket(in);
        if (text.isEmpty()) {
            throw new BadCommand(refusal.apply("the address has no closing >"));
        }
        var mailbox = text.get();
        if (mailbox.equalsIgnoreCase(domainless)) {
            return new Path(Optional.empty(), false);
        }
        var address = EmailAddress.tryParse(mailbox);
        if (address.isEmpty()) {
            throw new BadCommand(refusal.apply("the address is malformed, expected <user@domain>"));
        }
        return new Path(address, mailbox.chars().anyMatch(c -> c > 0x7e));
    }

    /// `@one,@two:` is accepted and means nothing (RFC 5321 §4.1.2, appendix C).
    private static boolean skipSourceRoute(CommandLine in) {
        while (in.more()) {
            var c = in.take();
            if (c == ':') {
                return true;
            }
            if (!Character.isLetterOrDigit(c) && "-.,@".indexOf(c) < 0) {
                return false;
            }
        }
        return false;
    }

    /// The text before the `>` that is not quoted; empty when there is none.
    private static Optional<String> upToBracket(CommandLine in) {
        var text = new StringBuilder();
        var quoted = false;
        while (in.more()) {
            var c = in.take();
            if (c == '>' && !quoted) {
                return Optional.of(text.toString());
            }
            text.append(c);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted && in.more()) {
                text.append(in.take());
            }
        }
        return Optional.empty();
    }

    /// As it was written, but for a domain in UTF-8.
    @Override
    public String toString() {
        return "<" + mailbox.map(EmailAddress::toString).orElse("") + ">";
    }
}
