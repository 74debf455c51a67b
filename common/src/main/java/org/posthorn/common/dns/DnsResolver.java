package org.posthorn.common.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/// Asks recursive servers, and remembers what they said for as long as they said. An answer that does not fit into a
/// datagram is asked for again by TCP. Aliases are followed. Thread-safe; waiting holds a virtual thread, nothing else.
public final class DnsResolver implements Resolver {
    /// Names and types; beyond, the least used are forgotten.
    private static final int CACHED = 50_000;
    /// "No such name" is believed so long at most, whatever the zone says: a minute's mistake there is soon mended.
    private static final int NEGATIVE_SECONDS = 300;
    /// What goes through any path in one piece.
    private static final int DATAGRAM = 1_232;

    private final LookupSession session;
    private final Duration deadline;

    /// @param servers  asked in this order, each again when it is silent; none: the system's
    /// @param deadline for one question with all its repetitions and aliases
    /// @throws UnknownHostException the system names no server
    public DnsResolver(List<InetSocketAddress> servers, Duration deadline) throws UnknownHostException {
        this.deadline = deadline;
        var each = servers.stream().map(SimpleResolver::new).toArray(SimpleResolver[]::new);
        var all = each.length == 0 ? new ExtendedResolver() : new ExtendedResolver(each);
        all.setEDNS(0, DATAGRAM, 0, List.of());
        all.setTimeout(deadline.dividedBy(3)); // one lost datagram is not the end
        var cache = new Cache(DClass.IN);
        cache.setMaxEntries(CACHED);
        cache.setMaxNCache(NEGATIVE_SECONDS);
        this.session = LookupSession.builder()
                .resolver(all)
                .cache(cache)
                .ndots(0)
                .clearSearchPath()
                .build();
    }

    @Override
    public Answer<String> txt(String name) {
        return ask(name, Type.TXT, record -> {
            var text = new StringBuilder();
            for (byte[] part : ((TXTRecord) record).getStringsAsByteArrays()) {
                text.append(new String(part, StandardCharsets.ISO_8859_1));
            }
            return text.toString();
        });
    }

    @Override
    public Answer<InetAddress> addresses(String name, AddressFamily family) {
        return switch (family) {
            case IPV4 -> ask(name, Type.A, record -> ((ARecord) record).getAddress());
            case IPV6 -> ask(name, Type.AAAA, record -> ((AAAARecord) record).getAddress());
        };
    }

    @Override
    public Answer<MailExchanger> mailExchangers(String name) {
        return ask(name, Type.MX, record -> {
            var exchanger = (MXRecord) record;
            return new MailExchanger(exchanger.getPriority(), text(exchanger.getTarget()));
        });
    }

    @Override
    public Answer<String> names(InetAddress address) {
        return ask(ReverseMap.fromAddress(address), Type.PTR, record -> text(((PTRRecord) record).getTarget()));
    }

    private static String text(Name name) {
        return name.equals(Name.root) ? "" : name.toString(true).toLowerCase(Locale.ROOT);
    }

    private <T> Answer<T> ask(String name, int type, Function<Record, T> read) {
        try {
            return ask(Name.fromString(name, Name.root), type, read);
        } catch (TextParseException e) {
            return new Answer.Absent<>(false);
        }
    }

    private <T> Answer<T> ask(Name name, int type, Function<Record, T> read) {
        var asked = session.lookupAsync(name, type).toCompletableFuture();
        try {
            var records = asked.get(deadline.toMillis(), TimeUnit.MILLISECONDS).getRecords().stream()
                    .filter(record -> record.getType() == type)
                    .map(read)
                    .toList();
            return records.isEmpty() ? new Answer.Absent<>(true) : new Answer.Found<>(records);
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case NoSuchDomainException _ -> new Answer.Absent<>(false);
                case NoSuchRRSetException _ -> new Answer.Absent<>(true);
                case null, default -> failed(name, type, String.valueOf(e.getCause()));
            };
        } catch (TimeoutException e) {
            asked.cancel(true);
            return failed(name, type, "no answer in " + deadline.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(name, type, "interrupted");
        }
    }

    private static <T> Answer<T> failed(Name name, int type, String why) {
        return new Answer.Failed<>(name + " " + Type.string(type) + ": " + why);
    }
}
