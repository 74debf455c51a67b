package org.posthorn.common.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The server's certificate: both files, or neither for a self-signed one in the data folder.
///
/// @param certificate PEM, the server's own certificate first; absolute
/// @param key         PEM; absolute
public record Tls(Optional<Path> certificate, Optional<Path> key) {
    static final Key<Optional<Path>> CERTIFICATE = Key.of(
            "certificate",
            Form.OPTIONAL_PATH,
            "",
            "PEM file, the server's own certificate first. Empty: a self-signed one is made on first start.");
    static final Key<Optional<Path>> KEY = Key.of("key", Form.OPTIONAL_PATH, "", "PEM file of its private key.");

    static final Section SECTION = new Section("tls", "", List.of(CERTIFICATE, KEY));

    public Tls {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("certificate and key belong together; "
                    + (key.isPresent() ? "certificate" : "key") + " is missing");
        }
    }

    static Tls of(Values values, FileValues file) {
        return new Tls(
                values.get(CERTIFICATE).map(file::resolve), values.get(KEY).map(file::resolve));
    }
}
