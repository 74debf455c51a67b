package org.posthorn.dist.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.posthorn.dist.admin.AdministrationFailed;

/// A CSV file of accounts: the header `address,password`, then one account a line; fields may be quoted
/// (RFC 4180 §2), and hold no line breaks.
///
/// @param rows     those lines that have both fields
/// @param malformed what is wrong with the others, by their numbers
record AccountFile(List<Row> rows, SortedMap<Integer, String> malformed) {

    /// @param line its number, from 1
    record Row(int line, String address, String password) {
        @Override
        public String toString() {
            return line + ": " + address;
        }
    }

    /// Says what is wrong with an address.
    interface AddressCheck {
        void check(String address) throws AdministrationFailed;
    }

    private static final String FIELD = "(?:\"((?:[^\"]|\"\")*)\"|([^\",]*))";
    private static final Pattern ROW = Pattern.compile(FIELD + "," + FIELD);

    static AccountFile parse(List<String> lines) throws Failed {
        // A byte order mark is what spreadsheets put before UTF-8.
        if (lines.isEmpty() || !lines.getFirst().replace("\uFEFF", "").strip().equals("address,password")) {
            throw new Failed("the first line of the file has to be: address,password");
        }
        List<Row> rows = new ArrayList<>();
        SortedMap<Integer, String> malformed = new TreeMap<>();
        for (int number = 2; number <= lines.size(); number++) {
            String line = lines.get(number - 1);
            if (line.isBlank()) {
                continue;
            }
            Matcher matcher = ROW.matcher(line);
            if (!matcher.matches()) {
                malformed.put(number, "must be an address, a comma and a password");
            } else if (field(matcher, 3).isEmpty()) {
                malformed.put(number, "has no password");
            } else {
                rows.add(new Row(number, field(matcher, 1).strip(), field(matcher, 3)));
            }
        }
        return new AccountFile(rows, malformed);
    }

    private static String field(Matcher matcher, int quotedGroup) {
        return Optional.ofNullable(matcher.group(quotedGroup))
                .map(quoted -> quoted.replace("\"\"", "\""))
                .orElseGet(() -> matcher.group(quotedGroup + 1));
    }

    /// Every bad line as `line: what is wrong`, from the top of the file.
    List<String> problems(AddressCheck addresses) {
        SortedMap<Integer, String> problems = new TreeMap<>(malformed);
        for (Row row : rows) {
            try {
                addresses.check(row.address());
            } catch (AdministrationFailed bad) {
                problems.put(row.line(), bad.getMessage());
            }
        }
        return problems.entrySet().stream()
                .map(problem -> problem.getKey() + ": " + problem.getValue())
                .toList();
    }
}
