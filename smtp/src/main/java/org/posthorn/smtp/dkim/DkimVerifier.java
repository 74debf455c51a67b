package org.posthorn.smtp.dkim;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.common.dns.Answer;
import org.posthorn.common.dns.Resolver;
import org.posthorn.common.mime.HeaderFields;

/// Verifies the signatures of one message while it arrives: the header first, then the body as it comes, then the keys
/// are asked for. What it costs is bounded: so many signatures, and one hash of the body for each way of canonicalizing
/// it. For one thread.
public final class DkimVerifier {
    /// Real mail has up to four; each costs a question to the DNS and a public-key operation.
    private static final int MOST_SIGNATURES = 10;
    /// Signers' clocks are ahead, a little.
    private static final long PATIENCE_SECONDS = 600;

    private final HeaderFields header;
    private final Instant now;
    private final List<Check> checks = new ArrayList<>();
    private final Map<BodyForm, BodyHash> bodies = new HashMap<>();

    private record BodyForm(Canonicalization canonicalization, long limit) {}

    /// One signature: readable or already judged.
    private sealed interface Check {
        record Judged(DkimResult result) implements Check {}

        record Open(HeaderFields.Field field, DkimSignature signature, BodyHash body) implements Check {}
    }

    public DkimVerifier(HeaderFields header, Instant now) {
        this.header = header;
        this.now = now;
        header.fields().stream()
                .filter(field -> field.name().equalsIgnoreCase("DKIM-Signature"))
                .limit(MOST_SIGNATURES)
                .map(this::check)
                .forEach(checks::add);
    }

    private Check check(HeaderFields.Field field) {
        try {
            var signature = DkimSignature.parse(header.raw(field));
            var form = new BodyForm(signature.body(), signature.length().orElse(Long.MAX_VALUE));
            var body = bodies.computeIfAbsent(form, each -> new BodyHash(each.canonicalization(), each.limit()));
            return new Check.Open(field, signature, body);
        } catch (DkimError e) {
            return new Check.Judged(new DkimResult(e.verdict(), e.getMessage(), Optional.empty(), false));
        }
    }

    /// Takes the next octets of the body; the buffer's position stays.
    public void body(ByteBuffer chunk) {
        bodies.values().forEach(body -> body.update(chunk));
    }

    /// Ends the body, and asks for the keys.
    ///
    /// @return a result for each signature, in the order of the header; none when there is no signature
    public List<DkimResult> finish(Resolver resolver) {
        Map<BodyHash, byte[]> hashes = new HashMap<>();
        bodies.values().forEach(body -> hashes.put(body, body.finish()));
        var results = new ArrayList<DkimResult>();
        for (var check : checks) {
            results.add(
                    switch (check) {
                        case Check.Judged(var result) -> result;
                        case Check.Open open -> judge(open, hashes.get(open.body()), resolver);
                    });
        }
        return results;
    }

    private DkimResult judge(Check.Open open, byte[] bodyHash, Resolver resolver) {
        var signature = open.signature();
        boolean testing = false;
        try {
            times(signature);
            if (!MessageDigest.isEqual(bodyHash, signature.bodyHash())) {
                throw new DkimError(DkimVerdict.FAIL, "the body is not the one that was signed");
            }
            var key = key(signature, resolver);
            testing = key.testing();
            if (key.exact() && !signature.identityDomain().equals(signature.domain())) {
                throw DkimError.permanent("the key is not for subdomains"); // §3.6.1 t=s
            }
            verify(open, key);
            unsigned(open);
            return new DkimResult(DkimVerdict.PASS, "", Optional.of(signature), testing);
        } catch (DkimError e) {
            return new DkimResult(e.verdict(), e.getMessage(), Optional.of(signature), testing);
        }
    }

    private void times(DkimSignature signature) throws DkimError {
        if (signature.expires().filter(now::isAfter).isPresent()) {
            throw new DkimError(DkimVerdict.FAIL, "the signature is over");
        }
        if (signature
                .signedAt()
                .filter(now.plusSeconds(PATIENCE_SECONDS)::isBefore)
                .isPresent()) {
            throw new DkimError(DkimVerdict.FAIL, "the signature is from the future");
        }
    }

    /// §6.1.2.
    private static DkimKey key(DkimSignature signature, Resolver resolver) throws DkimError {
        var answer = resolver.txt(signature.selector() + "._domainkey." + signature.domain());
        return switch (answer) {
            case Answer.Failed<String>(var why) -> throw new DkimError(DkimVerdict.TEMPERROR, why);
            case Answer.Absent<String> _ -> throw DkimError.permanent("no such key");
            case Answer.Found<String>(var records) -> DkimKey.parse(records.get(0), signature.algorithm());
        };
    }

    private void verify(Check.Open open, DkimKey key) throws DkimError {
        var signature = open.signature();
        var own = header.bytes(open.field());
        byte[] field = new byte[own.remaining()];
        own.get(field);
        byte[] octets = SignedHeader.octets(header, signature.fields(), signature.header(), field);
        try {
            var verifier = Signature.getInstance(signature.algorithm().jcaName());
            verifier.initVerify(key.key());
            verifier.update(signature.algorithm().signed(octets));
            if (verifier.verify(signature.signature())) {
                return;
            }
        } catch (GeneralSecurityException e) {
            throw new DkimError(DkimVerdict.FAIL, "not a signature of this key");
        }
        throw new DkimError(DkimVerdict.FAIL, "the header is not the one that was signed");
    }

    /// §8.2: what was added behind the signed part of a body is nobody's, and may be all that a reader sees.
    private static void unsigned(Check.Open open) throws DkimError {
        var length = open.signature().length();
        if (length.isPresent() && length.getAsLong() < open.body().length()) {
            throw new DkimError(DkimVerdict.POLICY, "a part of the body is not signed");
        }
        if (length.isPresent() && length.getAsLong() > open.body().length()) {
            throw new DkimError(DkimVerdict.FAIL, "the body is shorter than what was signed");
        }
    }
}
