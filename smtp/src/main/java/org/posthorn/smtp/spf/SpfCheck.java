package org.posthorn.smtp.spf;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.posthorn.common.address.IpText;
import org.posthorn.common.dns.AddressFamily;
import org.posthorn.common.dns.Answer;
import org.posthorn.common.dns.MailExchanger;
import org.posthorn.common.dns.Resolver;

/// `check_host()` of RFC 7208 §4: may this address send for this domain? Asks the DNS and nothing else, and costs a
/// bounded number of questions whatever was published: 10 terms that ask (§4.6.4), each at most 11 questions; so what
/// one message may cost us is the resolver's deadline times about a hundred at the very worst, and in all practice ten.
///
/// One instance is one check. For one thread.
public final class SpfCheck {
    /// RFC 7208 §4.6.4.
    private static final int MOST_TERMS = 10;

    private static final int MOST_NAMES = 10;
    private static final int MOST_VOID = 2;
    /// Longer ones are not a reply's text (RFC 5321 §4.5.3.1.5).
    private static final int LONGEST_EXPLANATION = 400;

    private final Resolver resolver;
    private final SpfIdentity identity;
    private final InetAddress client;
    private int terms;
    private int voids;
    /// How many includes deep: what they say of a FAIL is nobody's words (§6.2).
    private int depth;

    private SpfCheck(Resolver resolver, SpfIdentity identity) {
        this.resolver = resolver;
        this.identity = identity;
        this.client = identity.client();
    }

    public static SpfResult run(Resolver resolver, SpfIdentity identity) {
        return new SpfCheck(resolver, identity).checkHost(identity.domain());
    }

    private SpfResult checkHost(String domain) {
        try {
            if (!isDomain(domain)) {
                return SpfResult.of(SpfVerdict.NONE, "no domain that can be asked for"); // §4.3
            }
            var published = published(domain);
            return published.isPresent()
                    ? evaluate(SpfParser.parse(published.get()), domain)
                    : SpfResult.of(SpfVerdict.NONE, "no record");
        } catch (SpfError e) {
            return e.result();
        }
    }

    /// §4.4, §4.5.
    private Optional<String> published(String domain) throws SpfError {
        var records =
                found(resolver.txt(domain)).stream().filter(SpfParser::isSpf).toList();
        if (records.size() > 1) {
            throw SpfError.permanent("more than one record");
        }
        return records.stream().findFirst();
    }

    private SpfResult evaluate(SpfRecord record, String domain) throws SpfError {
        for (var directive : record.directives()) {
            if (matches(directive.mechanism(), domain)) {
                var verdict = directive.qualifier().verdict();
                var words = verdict == SpfVerdict.FAIL && depth == 0
                        ? explanation(record, domain)
                        : Optional.<String>empty();
                return new SpfResult(verdict, directive.text(), words);
            }
        }
        if (record.redirect().isEmpty()) {
            return SpfResult.of(SpfVerdict.NEUTRAL, "no directive matches"); // §4.7
        }
        countTerm();
        var result = checkHost(record.redirect().get().expandToName(letters(domain)));
        if (result.verdict() == SpfVerdict.NONE) {
            throw SpfError.permanent("a redirect to a domain without a record"); // §6.1
        }
        return result;
    }

    private boolean matches(Mechanism mechanism, String domain) throws SpfError {
        return switch (mechanism) {
            case Mechanism.All _ -> true;
            case Mechanism.Ip4(var network, int prefix) -> isIn(client, network, prefix);
            case Mechanism.Ip6(var network, int prefix) -> isIn(client, network, prefix);
            case Mechanism.Include(var target) -> includes(target.expandToName(letters(domain)));
            case Mechanism.A(var target, var prefixes) -> {
                countTerm();
                yield hasAddress(name(target, domain), prefixes);
            }
            case Mechanism.Mx(var target, var prefixes) -> isExchangerOf(name(target, domain), prefixes);
            case Mechanism.Exists(var target) -> {
                countTerm();
                yield !asked(resolver.addresses(target.expandToName(letters(domain)), AddressFamily.IPV4))
                        .isEmpty(); // §5.7: an A record, for IPv6 clients too
            }
            case Mechanism.Ptr(var target) -> {
                countTerm();
                String end = name(target, domain);
                yield validatedNames().stream().anyMatch(name -> isBelow(name, end));
            }
        };
    }

    /// §5.2.
    private boolean includes(String target) throws SpfError {
        countTerm();
        depth++;
        var result = checkHost(target);
        depth--;
        return switch (result.verdict()) {
            case PASS -> true;
            case FAIL, SOFTFAIL, NEUTRAL -> false;
            case TEMPERROR -> throw SpfError.temporary(result.reason());
            case PERMERROR -> throw SpfError.permanent(result.reason());
            case NONE -> throw SpfError.permanent("an include of a domain without a record");
        };
    }

    private boolean hasAddress(String name, Mechanism.Prefixes prefixes) throws SpfError {
        return isAmong(asked(resolver.addresses(name, AddressFamily.of(client))), prefixes);
    }

    private boolean isExchangerOf(String name, Mechanism.Prefixes prefixes) throws SpfError {
        countTerm();
        List<MailExchanger> exchangers = asked(resolver.mailExchangers(name));
        if (exchangers.size() > MOST_NAMES) {
            throw SpfError.permanent("more than " + MOST_NAMES + " MX records"); // §4.6.4
        }
        for (var exchanger : exchangers) {
            if (hasAddress(exchanger.host(), prefixes)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAmong(List<InetAddress> addresses, Mechanism.Prefixes prefixes) {
        return addresses.stream().anyMatch(address -> isIn(client, address, prefixes.of(address)));
    }

    private static boolean isIn(InetAddress address, InetAddress network, int prefix) {
        byte[] one = address.getAddress();
        byte[] other = network.getAddress();
        if (one.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            if (((one[bit / 8] ^ other[bit / 8]) & 0x80 >> bit % 8) != 0) {
                return false;
            }
        }
        return true;
    }

    /// The client's names that have its address: the first ten, and none where the DNS fails (§5.5).
    private List<String> validatedNames() {
        return resolver.names(client).records().stream()
                .limit(MOST_NAMES)
                .filter(name -> resolver.addresses(name, AddressFamily.of(client))
                        .records()
                        .contains(client))
                .toList();
    }

    private static boolean isBelow(String name, String end) {
        return name.equals(end) || name.endsWith("." + end);
    }

    // ---- words

    /// §6.2: whatever goes wrong, there are none.
    private Optional<String> explanation(SpfRecord record, String domain) {
        if (record.explanation().isEmpty()) {
            return Optional.empty();
        }
        try {
            var texts = resolver.txt(record.explanation().get().expandToName(letters(domain)))
                    .records();
            if (texts.size() != 1) {
                return Optional.empty();
            }
            String words = MacroString.explanation(texts.get(0)).expand(letters(domain));
            boolean speakable =
                    words.length() <= LONGEST_EXPLANATION && words.chars().allMatch(c -> c >= ' ' && c <= '~');
            return speakable ? Optional.of(words) : Optional.empty();
        } catch (SpfError e) {
            return Optional.empty();
        }
    }

    /// §7.2.
    private MacroString.Letters letters(String domain) {
        return letter -> switch (letter) {
            case 's' -> identity.localPart() + "@" + identity.senderDomain();
            case 'l' -> identity.localPart();
            case 'o' -> identity.senderDomain();
            case 'd' -> domain;
            case 'i' -> dotted(client);
            case 'p' -> nameOfClient(domain);
            case 'v' -> AddressFamily.of(client) == AddressFamily.IPV4 ? "in-addr" : "ip6";
            case 'h' -> identity.helo();
            case 'c' -> IpText.of(client);
            case 'r' -> identity.receiver();
            case 't' -> String.valueOf(identity.at().getEpochSecond());
            default -> throw new IllegalStateException("a macro letter that was parsed: " + letter);
        };
    }

    /// §7.3: the domain itself where the client has it, else a name below it, else any.
    private String nameOfClient(String domain) {
        var names = validatedNames();
        return names.stream()
                .filter(domain::equals)
                .findFirst()
                .or(() -> names.stream().filter(name -> isBelow(name, domain)).findFirst())
                .or(() -> names.stream().findFirst())
                .orElse("unknown");
    }

    /// An IPv6 address as its 32 digits.
    private static String dotted(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return address.getHostAddress();
        }
        var digits = new StringBuilder();
        for (byte b : bytes) {
            digits.append(Character.forDigit(b >> 4 & 15, 16)).append('.');
            digits.append(Character.forDigit(b & 15, 16)).append('.');
        }
        return digits.substring(0, digits.length() - 1).toUpperCase(Locale.ROOT); // as in the RFC's suite
    }

    // ---- limits and answers

    private void countTerm() throws SpfError {
        if (++terms > MOST_TERMS) {
            throw SpfError.permanent("more than " + MOST_TERMS + " terms that ask the DNS");
        }
    }

    /// What a mechanism's question gave; one that gave nothing counts (§4.6.4).
    private <T> List<T> asked(Answer<T> answer) throws SpfError {
        if (answer instanceof Answer.Absent && ++voids > MOST_VOID) {
            throw SpfError.permanent("more than " + MOST_VOID + " questions for names that do not exist");
        }
        return found(answer);
    }

    private static <T> List<T> found(Answer<T> answer) throws SpfError {
        if (answer instanceof Answer.Failed<T>(var why)) {
            throw SpfError.temporary(why); // §2.6.6
        }
        return answer.records();
    }

    private String name(Optional<MacroString> target, String domain) throws SpfError {
        return target.isPresent() ? target.get().expandToName(letters(domain)) : domain;
    }

    /// §4.3: several labels, none of them empty or too long.
    private static boolean isDomain(String domain) {
        String name = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
        var labels = name.split("\\.", -1);
        if (labels.length < 2 || name.length() > 253) {
            return false;
        }
        for (String label : labels) {
            if (label.isEmpty() || label.length() > 63) {
                return false;
            }
        }
        return !name.toLowerCase(Locale.ROOT).startsWith("[");
    }
}
