package org.posthorn.smtp.dns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.posthorn.common.dns.AddressFamily;
import org.posthorn.common.dns.Answer;
import org.posthorn.common.dns.MailExchanger;
import org.posthorn.common.dns.Resolver;

/// A DNS of a few names, as the SPF suite writes it: `A`, `AAAA`, `MX`, `PTR`, `TXT`, `SPF` (a TXT record too, unless
/// TXT is there), `CNAME`, and `TIMEOUT` for a name whose server does not answer what is not listed before.
public final class Zone implements Resolver {
    private static final String TIMEOUT = "TIMEOUT";

    private final Map<String, List<?>> names = new HashMap<>();
    private int questions;

    public Zone(Map<?, ?> data) {
        data.forEach((name, records) ->
                names.put(name.toString().toLowerCase(Locale.ROOT), new ArrayList<>((List<?>) records)));
    }

    public int questions() {
        return questions;
    }

    @Override
    public Answer<String> txt(String name) {
        boolean hasTxt =
                records(name).stream().anyMatch(record -> record instanceof Map<?, ?> map && map.containsKey("TXT"));
        return ask(name, hasTxt ? "TXT" : "SPF", Zone::joined);
    }

    private static String joined(Object value) {
        return value instanceof List<?> strings
                ? String.join("", strings.stream().map(Object::toString).toList())
                : value.toString();
    }

    @Override
    public Answer<InetAddress> addresses(String name, AddressFamily family) {
        return ask(name, family == AddressFamily.IPV4 ? "A" : "AAAA", value -> InetAddress.ofLiteral(value.toString()));
    }

    @Override
    public Answer<MailExchanger> mailExchangers(String name) {
        return ask(name, "MX", value -> {
            var pair = (List<?>) value;
            return new MailExchanger((Integer) pair.get(0), pair.get(1).toString());
        });
    }

    @Override
    public Answer<String> names(InetAddress address) {
        byte[] bytes = address.getAddress();
        var name = new StringBuilder();
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes.length == 4) {
                name.append(bytes[i] & 0xff).append('.');
            } else {
                name.append(Character.forDigit(bytes[i] & 15, 16)).append('.');
                name.append(Character.forDigit(bytes[i] >> 4 & 15, 16)).append('.');
            }
        }
        return ask(
                name + (bytes.length == 4 ? "in-addr.arpa" : "ip6.arpa"),
                "PTR",
                value -> value.toString().toLowerCase(Locale.ROOT));
    }

    private List<?> records(String name) {
        String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return names.getOrDefault(plain.toLowerCase(Locale.ROOT), List.of());
    }

    private <T> Answer<T> ask(String name, String type, Function<Object, T> read) {
        questions++;
        for (String label : name.split("\\.", -1)) {
            if (label.isEmpty() || label.length() > 63) {
                return new Answer.Absent<>(false);
            }
        }
        var found = new ArrayList<T>();
        for (var record : records(name)) {
            if (record instanceof Map<?, ?> map) {
                if (map.containsKey("CNAME")) {
                    return ask(map.get("CNAME").toString(), type, read);
                }
                if (map.containsKey(type) && !"NONE".equals(map.get(type))) {
                    found.add(read.apply(map.get(type)));
                }
            }
        }
        if (!found.isEmpty()) {
            return new Answer.Found<>(found);
        }
        return records(name).contains(TIMEOUT)
                ? new Answer.Failed<>("no answer for " + name)
                : new Answer.Absent<>(!records(name).isEmpty());
    }
}
