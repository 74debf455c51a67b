package org.posthorn.common.config;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How IMAP is spoken.
///
/// @param hide        capabilities that are neither announced nor understood, for clients that break on them
/// @param hideFrom    the same for clients that so begin the name by which they identify themselves, in any case
/// @param annotations what every user's client reads of the server, by names that begin with `/shared/`
public record Imap(Set<String> hide, Map<String, Set<String>> hideFrom, Map<String, String> annotations) {

    /// What can be hidden: every extension of a name of its own, also those that are still to come. Not what IMAP4rev2
    /// consists of, since it is announced by that one name.
    public static final List<String> EXTENSIONS = Arrays.asList(("ACL APPENDLIMIT CATENATE COMPRESS=DEFLATE CONDSTORE"
        + " CONTEXT=SEARCH CONTEXT=SORT CREATE-SPECIAL-USE ESORT FILTERS I18NLEVEL=1 ID IMAPSIEVE INPROGRESS LANGUAGE"
        + " LIST-METADATA LIST-MYRIGHTS MESSAGELIMIT METADATA MULTIAPPEND MULTISEARCH NOTIFY OBJECTID PARTIAL PREVIEW"
        + " QRESYNC QUOTA QUOTASET REPLACE SAVEDATE SAVELIMIT SEARCH=FUZZY SORT SORT=DISPLAY THREAD=ORDEREDSUBJECT"
        + " THREAD=REFERENCES THREAD=REFS UIDBATCHES UIDONLY UNAUTHENTICATE URLAUTH UTF8=ACCEPT WITHIN")
            .split(" "));

    private static final String ADMIN = "/shared/admin";
    private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[!-~]+");
    private static final Pattern ENTRY = Pattern.compile("(?i)/shared(/[ -~&&[^/*%]]+)+");

    static final Key<List<String>> HIDE = Key.of(
            "hide",
            Form.listOf(Form.text("the name of a capability in quotes", Imap::extension), "names of capabilities"),
            List.of(),
            "Capabilities that are neither announced nor understood, such as [\"NOTIFY\"], for clients that break on"
                    + " them.");

    static final Key<Map<String, List<String>>> HIDE_FROM = Key.of(
            "hide_from",
            Form.tableOf(
                    Form.text("a client's name in quotes", text -> text),
                    HIDE.form(),
                    "a table such as {\"Outlook\" = [\"NOTIFY\"]}"),
            Map.of(),
            "The same for some clients, by how their name in the ID command begins, such as {\"Outlook\" ="
                    + " [\"NOTIFY\"]}. For one account: posthorn account hide.");

    static final Key<Map<String, String>> ANNOTATIONS = Key.of(
            "annotations",
            Form.tableOf(
                    Form.text("a name in quotes", Imap::entry),
                    Form.text("text in quotes", text -> text),
                    "a table such as {\"/shared/admin\" = \"mailto:postmaster@example.org\"}"),
            Map.of(),
            "What every user's client reads of this server, such as"
                    + " {\"/shared/admin\" = \"mailto:postmaster@example.org\", \"/shared/comment\" = \"ours\"}.");

    static final Section SECTION = new Section("imap", "", List.of(HIDE, HIDE_FROM, ANNOTATIONS));

    /// What holds when the file says nothing of it.
    public static final Imap DEFAULTS = new Imap(Set.of(), Map.of(), Map.of());

    public Imap {
        annotations = Map.copyOf(annotations);
        Optional.ofNullable(annotations.get(ADMIN))
                .filter(text -> !URI.matcher(text).matches())
                .ifPresent(text -> {
                    throw new IllegalArgumentException(
                            "annotations: " + ADMIN + " must be a URI such as \"mailto:postmaster@example.org\"");
                });
        hide = closed(hide);
        hideFrom = hideFrom.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> closed(each.getValue())));
    }

    /// What is hidden from a client, as it identifies itself, besides what is hidden from all.
    public Set<String> hiddenFrom(String client) {
        String name = client.toLowerCase(Locale.ROOT);
        var all = new HashSet<String>();
        hideFrom.forEach((prefix, capabilities) -> {
            if (name.startsWith(prefix.toLowerCase(Locale.ROOT))) {
                all.addAll(capabilities);
            }
        });
        return Set.copyOf(all);
    }

    /// With those capabilities that are nothing without these.
    public static Set<String> closed(Set<String> capabilities) {
        var all = new HashSet<>(capabilities);
        if (all.contains("CONDSTORE")) {
            all.add("QRESYNC"); // which consists of it
        }
        if (all.contains("ACL")) {
            all.add("LIST-MYRIGHTS"); // which is about it
        }
        if (all.contains("SORT")) {
            all.addAll(List.of("SORT=DISPLAY", "ESORT", "CONTEXT=SORT"));
        }
        if (all.contains("METADATA")) {
            all.addAll(List.of("FILTERS", "LIST-METADATA")); // which are about it
        }
        return Set.copyOf(all);
    }

    static Imap of(Values values) {
        var hideFrom = new HashMap<String, Set<String>>();
        values.get(HIDE_FROM).forEach((client, names) -> hideFrom.put(client, Set.copyOf(names)));
        return new Imap(new HashSet<>(values.get(HIDE)), hideFrom, values.get(ANNOTATIONS));
    }

    private static String entry(String text) {
        if (!ENTRY.matcher(text).matches()) {
            throw new IllegalArgumentException("must begin with /shared/, such as \"/shared/comment\"");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    /// The capability of this name, in any case.
    ///
    /// @throws IllegalArgumentException it can't be hidden; the message names the nearest one that can
    public static String extension(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        if (!EXTENSIONS.contains(name)) {
            Optional<String> near = Nearest.to(name, EXTENSIONS);
            throw new IllegalArgumentException("is no capability that can be hidden"
                    + near.map(it -> "; did you mean " + it + "?").orElse(""));
        }
        return name;
    }
}
