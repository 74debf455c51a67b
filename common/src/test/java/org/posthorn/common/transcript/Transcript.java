package org.posthorn.common.transcript;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A conversation written down, played against a server.
///
///     # what it shows; comment lines may stand anywhere
///     given  accounts alice bob; connections 2; logged in
///     1C: a1 NOOP              a line of client 1, sent with CRLF; `C:` is short for `1C:`
///     1S: a1 OK …              a line that client 1 must get: exact, but `…` stands for any run of characters
///     S: * OK [UIDNEXT $next]  `$next` captures letters, digits and `._+/=-` once and must match from then on; also in
/// C: lines
///     {                        the S: lines up to } may come in any order
///     }
///     1C+ {5+}\r\nab\x00\n     bytes without CRLF; knows \r \n \t \\ \xNN
///     1C! starttls             the client's side of the TLS handshake
///     1C! compress             the client compresses and inflates from now on; `decompress` ends it
///     1C! close                the client closes
///     1S! closed               the server must have closed
///
/// Clients connect in the order of their first mention. A line that does not come in ten seconds fails the play.
public final class Transcript {
    private static final Pattern LINE = Pattern.compile("(\\d*)([CS])([:+!]) ?(.*)");

    /// Gives the play its sockets: clear or already under TLS, as the caller likes.
    @FunctionalInterface
    public interface Server {
        Socket connect() throws IOException;
    }

    private sealed interface Step {
        int line();
    }

    private record Say(int line, int client, byte[] bytes) implements Step {}

    private record Hear(int line, int client, String expected) implements Step {}

    private record HearAll(int line, List<Hear> inAnyOrder) implements Step {}

    private record Act(int line, int client, String what) implements Step {}

    private record AwaitEnd(int line, int client) implements Step {}

    private final String name;
    private final List<String> given;
    private final List<Step> steps;

    private Transcript(String name, List<String> given, List<Step> steps) {
        this.name = name;
        this.given = given;
        this.steps = steps;
    }

    /// Every `*.txt` of a folder, in the order of their names.
    public static List<Transcript> in(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            var transcripts = new ArrayList<Transcript>();
            for (var file :
                    files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
                transcripts.add(parse(file));
            }
            return transcripts;
        }
    }

    public static Transcript parse(Path file) throws IOException {
        return parse(file.getFileName().toString(), Files.readString(file));
    }

    public static Transcript parse(String name, String text) {
        var given = List.<String>of();
        var steps = new ArrayList<Step>();
        List<Hear> anyOrder = null;
        var number = 0;
        for (var line : text.split("\n", -1)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("given ")) {
                given = Arrays.stream(line.substring(6).split(";"))
                        .map(String::strip)
                        .toList();
            } else if (line.equals("{")) {
                anyOrder = new ArrayList<>();
            } else if (line.equals("}") && anyOrder != null) {
                steps.add(new HearAll(number, anyOrder));
                anyOrder = null;
            } else {
                var step = step(name, number, line);
                if (anyOrder == null) {
                    steps.add(step);
                } else if (step instanceof Hear hear) {
                    anyOrder.add(hear);
                } else {
                    throw new IllegalArgumentException(name + ":" + number + ": only S: lines stand between { and }");
                }
            }
        }
        return new Transcript(name, given, steps);
    }

    private static Step step(String name, int number, String line) {
        var matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(name + ":" + number + ": not a transcript line: " + line);
        }
        var client = matcher.group(1).isEmpty() ? 1 : Integer.parseInt(matcher.group(1));
        var rest = matcher.group(4);
        return switch (matcher.group(2) + matcher.group(3)) {
            case "C:" -> new Say(number, client, (rest + "\r\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
            case "C+" -> new Say(number, client, unescaped(rest));
            case "C!" -> new Act(number, client, rest.strip());
            case "S:" -> new Hear(number, client, rest);
            case "S!" -> new AwaitEnd(number, client);
            default -> throw new IllegalArgumentException(name + ":" + number + ": not a transcript line: " + line);
        };
    }

    private static byte[] unescaped(String text) {
        var bytes = new java.io.ByteArrayOutputStream();
        var utf8 = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (var i = 0; i < utf8.length; i++) {
            if (utf8[i] != '\\') {
                bytes.write(utf8[i]);
                continue;
            }
            i++;
            switch (utf8[i]) {
                case 'r' -> bytes.write('\r');
                case 'n' -> bytes.write('\n');
                case 't' -> bytes.write('\t');
                case '0' -> bytes.write(0);
                case '\\' -> bytes.write('\\');
                case 'x' -> {
                    bytes.write(Integer.parseInt(text, i + 1, i + 3, 16));
                    i += 2;
                }
                default -> throw new IllegalArgumentException("unknown escape in: " + text);
            }
        }
        return bytes.toByteArray();
    }

    /// The entries of the `given` line, for the test to arrange: `accounts alice bob`, `connections 2`, `logged in`.
    public List<String> given() {
        return given;
    }

    /// Whose connections they are, in the order of the first mention: `accounts alice bob bob`, of `example.org`.
    ///
    /// @param alone where nobody is named
    public List<String> accounts(String alone) {
        return given.stream()
                .filter(entry -> entry.startsWith("accounts "))
                .map(entry -> Arrays.stream(entry.substring(9).split(" "))
                        .map(name -> name + "@example.org")
                        .toList())
                .findFirst()
                .orElse(List.of(alone));
    }

    /// Plays all of it; an AssertionError names file, line, what was expected and what came.
    public void play(Server server) throws IOException {
        var clients = new LinkedHashMap<Integer, Client>();
        var captured = new LinkedHashMap<String, String>();
        try {
            for (var step : steps) {
                switch (step) {
                    case Say say -> client(clients, server, say.client).send(substituted(say.bytes, captured));
                    case Hear hear -> hear(client(clients, server, hear.client), hear, captured);
                    case HearAll all -> hearAll(clients, server, all, captured);
                    case Act act -> act(client(clients, server, act.client), act);
                    case AwaitEnd end -> {
                        var line = receive(client(clients, server, end.client), end.line, "the end of the connection");
                        if (line != null) {
                            throw failure(end.line, "the end of the connection", line);
                        }
                    }
                }
            }
        } finally {
            for (var client : clients.values()) {
                client.close();
            }
        }
    }

    private static Client client(Map<Integer, Client> clients, Server server, int number) throws IOException {
        var client = clients.get(number);
        if (client == null) {
            client = new Client(server.connect());
            clients.put(number, client);
        }
        return client;
    }

    private void act(Client client, Act act) throws IOException {
        switch (act.what) {
            case "starttls" -> client.startTls();
            case "compress" -> client.compress();
            case "decompress" -> client.decompress();
            case "close" -> client.close();
            default -> throw new IllegalArgumentException(name + ":" + act.line + ": unknown act " + act.what);
        }
    }

    private void hear(Client client, Hear hear, Map<String, String> captured) throws IOException {
        var line = receive(client, hear.line, hear.expected);
        if (line == null || !matches(hear.expected, line, captured)) {
            throw failure(hear.line, hear.expected, line);
        }
    }

    private void hearAll(Map<Integer, Client> clients, Server server, HearAll all, Map<String, String> captured)
            throws IOException {
        var open = new ArrayList<>(all.inAnyOrder);
        while (!open.isEmpty()) {
            var line = receive(client(clients, server, open.getFirst().client), all.line, open.toString());
            var hit = open.stream()
                    .filter(hear -> line != null && matches(hear.expected, line, captured))
                    .findFirst();
            if (hit.isEmpty()) {
                throw failure(
                        all.line, open.stream().map(Hear::expected).toList().toString(), line);
            }
            open.remove(hit.get());
        }
    }

    private String receive(Client client, int line, String expected) throws IOException {
        try {
            return client.receive();
        } catch (java.net.SocketTimeoutException _) {
            throw failure(line, expected, "nothing for ten seconds");
        }
    }

    private AssertionError failure(int line, String expected, String came) {
        return new AssertionError(name + ":" + line + "\nexpected: " + expected + "\ncame:     "
                + (came == null ? "the end of the connection" : came));
    }

    private static byte[] substituted(byte[] bytes, Map<String, String> captured) {
        if (captured.isEmpty()) {
            return bytes;
        }
        var text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
        for (var entry : captured.entrySet()) {
            text = text.replace("$" + entry.getKey(), entry.getValue());
        }
        return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static final Pattern MARK = Pattern.compile("…|\\$([A-Za-z][A-Za-z0-9]*)");

    private static boolean matches(String expected, String line, Map<String, String> captured) {
        var pattern = new StringBuilder();
        var names = new ArrayList<String>();
        var mark = MARK.matcher(expected);
        var from = 0;
        while (mark.find()) {
            pattern.append(Pattern.quote(expected.substring(from, mark.start())));
            var variable = mark.group(1);
            if (variable == null) {
                pattern.append(".*");
            } else if (captured.containsKey(variable)) {
                pattern.append(Pattern.quote(captured.get(variable)));
            } else if (names.contains(variable)) {
                pattern.append("\\").append(names.indexOf(variable) + 1);
            } else {
                names.add(variable);
                pattern.append("([A-Za-z0-9._+/=-]+?)");
            }
            from = mark.end();
        }
        pattern.append(Pattern.quote(expected.substring(from)));
        Matcher matcher = Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(line);
        if (!matcher.matches()) {
            return false;
        }
        for (var i = 0; i < names.size(); i++) {
            captured.put(names.get(i), matcher.group(i + 1));
        }
        return true;
    }

    @Override
    public String toString() {
        return name;
    }
}
