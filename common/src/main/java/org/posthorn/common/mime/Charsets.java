package org.posthorn.common.mime;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;

/// Charset names as mail has them: aliases, wrong cases, quotes, nonsense.
public final class Charsets {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /// Names that the JDK doesn't have, and names whose text is nearly always that of a superset (as the
    /// WHATWG encoding standard has found for the web, and mail comes from the same programs).
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("us-ascii", "UTF-8"),
            Map.entry("ascii", "UTF-8"),
            Map.entry("ansi_x3.4-1968", "UTF-8"),
            Map.entry("unicode-1-1-utf-8", "UTF-8"),
            Map.entry("utf8", "UTF-8"),
            Map.entry("utf-8mb4", "UTF-8"),
            Map.entry("utf8mb4", "UTF-8"),
            Map.entry("iso-8859-1", "windows-1252"),
            Map.entry("iso8859-1", "windows-1252"),
            Map.entry("iso_8859-1", "windows-1252"),
            Map.entry("iso-8859-1-windows-3.1-latin-1", "windows-1252"),
            Map.entry("latin1", "windows-1252"),
            Map.entry("latin-1", "windows-1252"),
            Map.entry("ansi", "windows-1252"),
            Map.entry("iso-8859-8-i", "ISO-8859-8"),
            Map.entry("iso-8859-8-e", "ISO-8859-8"),
            Map.entry("iso-8859-6-i", "ISO-8859-6"),
            Map.entry("iso-8859-6-e", "ISO-8859-6"),
            Map.entry("iso-8859-11", "x-windows-874"),
            Map.entry("tis-620", "x-windows-874"),
            Map.entry("windows-874", "x-windows-874"),
            Map.entry("gb2312", "GB18030"),
            Map.entry("gbk", "GB18030"),
            Map.entry("x-gbk", "GB18030"),
            Map.entry("gb_2312-80", "GB18030"),
            Map.entry("euc-cn", "GB18030"),
            Map.entry("cp936", "GB18030"),
            Map.entry("hz-gb-2312", "GB18030"),
            Map.entry("ks_c_5601-1987", "x-windows-949"),
            Map.entry("ks_c_5601", "x-windows-949"),
            Map.entry("euc-kr", "x-windows-949"),
            Map.entry("cp949", "x-windows-949"),
            Map.entry("shift_jis", "windows-31j"),
            Map.entry("shift-jis", "windows-31j"),
            Map.entry("sjis", "windows-31j"),
            Map.entry("x-sjis", "windows-31j"),
            Map.entry("iso-2022-jp", "x-windows-iso2022jp"),
            Map.entry("cp-850", "IBM850"),
            Map.entry("x-mac-roman", "x-MacRoman"),
            Map.entry("macintosh", "x-MacRoman"));

    private Charsets() {}

    /// @return the named charset, UTF-8 for US-ASCII (its superset), else windows-1252 for what is unknown
    public static Charset of(String name) {
        var key = bare(name);
        var charset = lookUp(ALIASES.getOrDefault(key, key));
        if (charset != null) {
            return charset;
        }
        // cp1251, windows1251, win-1251, x-cp1251, iso88592: the digits tell.
        var digits = key.replaceAll("[^0-9]", "");
        var guess = digits.startsWith("125")
                ? "windows-" + digits
                : digits.startsWith("8859") ? "ISO-8859-" + digits.substring(4) : "";
        var guessed = lookUp(guess);
        return guessed != null ? guessed : WINDOWS_1252;
    }

    /// Lower case, without quotes, spaces and the language of RFC 2231 §5.
    private static String bare(String name) {
        var trimmed = name.strip();
        if (trimmed.length() > 64) {
            return "";
        }
        int star = trimmed.indexOf('*');
        return (star < 0 ? trimmed : trimmed.substring(0, star))
                .replace("\"", "")
                .replace("'", "")
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private static Charset lookUp(String name) {
        try {
            var charset = name.isEmpty() ? null : Charset.forName(name);
            return charset != null && charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
            return null;
        }
    }
}
