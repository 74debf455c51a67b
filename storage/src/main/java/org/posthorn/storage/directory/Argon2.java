package org.posthorn.storage.directory;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Argon2id (RFC 9106) with its parameters and result as a PHC string: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
record Argon2(int memoryKiB, int passes) {
    /// The second of OWASP's recommended choices: 19 MiB, two passes, one lane.
    static final Argon2 STRONG = new Argon2(19_456, 2);

    static final int SALT_SIZE = 16;

    private static final int HASH_SIZE = 32;
    private static final Pattern PHC =
            Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=1\\$([\\w+/-]+)\\$([\\w+/-]+)");

    String hash(byte[] password, byte[] salt) {
        var encoder = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + memoryKiB + ",t=" + passes + ",p=1$" + encoder.encodeToString(salt) + "$"
                + encoder.encodeToString(derive(password, salt));
    }

    /// Whether the password is the one whose hash this is; with the cost that the hash was made with.
    static boolean verify(String phc, byte[] password) {
        Matcher parts = PHC.matcher(phc);
        if (!parts.matches()) {
            throw new IllegalStateException("not a PHC string of Argon2id");
        }
        var cost = new Argon2(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
        byte[] salt = Base64.getDecoder().decode(parts.group(3));
        byte[] expected = Base64.getDecoder().decode(parts.group(4));
        return MessageDigest.isEqual(expected, cost.derive(password, salt));
    }

    private byte[] derive(byte[] password, byte[] salt) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKiB)
                .withIterations(passes)
                .withParallelism(1)
                .withSalt(Arrays.copyOf(salt, salt.length))
                .build());
        byte[] hash = new byte[HASH_SIZE];
        generator.generateBytes(password, hash);
        return hash;
    }
}
