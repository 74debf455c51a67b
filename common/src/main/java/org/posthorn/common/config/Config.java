package org.posthorn.common.config;

import java.nio.file.Path;
import java.util.List;

/// `posthorn.toml`, checked and typed. Every key is optional but `hostname`. [ConfigFile#read] makes it.
///
/// @param hostname what the server calls itself: in greetings, in `Received` fields, in the self-signed certificate;
///                 lower case
/// @param data     the data folder; absolute
public record Config(
        String hostname,
        Path data,
        Listen listen,
        Tls tls,
        Auth auth,
        Limits limits,
        Storage storage,
        Imap imap,
        Outbound outbound) {
    static final Key<String> HOSTNAME = Key.required(
            "hostname",
            Form.HOST,
            "mx.example.org",
            "What this server calls itself: the name that its MX record points to. The only key that must be set.");
    static final Key<Path> DATA = Key.of(
            "data",
            Form.PATH,
            "/var/lib/posthorn",
            "Where mail and accounts are kept. Relative paths are taken from this file's folder.");

    static final Section SECTION = new Section("", "", List.of(HOSTNAME, DATA));

    static Config of(FileValues file) {
        Values values = file.section(SECTION);
        return new Config(
                values.get(HOSTNAME),
                file.resolve(values.get(DATA)),
                file.section(Listen.SECTION).make(Listen::of),
                file.section(Tls.SECTION).make(tls -> Tls.of(tls, file)),
                file.section(Auth.SECTION).make(Auth::of),
                file.section(Limits.SECTION).make(Limits::of),
                file.section(Storage.SECTION).make(Storage::of),
                file.section(Imap.SECTION).make(Imap::of),
                file.section(Outbound.SECTION).make(Outbound::of));
    }
}
