package org.posthorn.smtp.spf;

/// What a directive says of an address that its mechanism matches (RFC 7208 §4.6.2).
enum Qualifier {
    PASS('+', SpfVerdict.PASS),
    FAIL('-', SpfVerdict.FAIL),
    SOFTFAIL('~', SpfVerdict.SOFTFAIL),
    NEUTRAL('?', SpfVerdict.NEUTRAL);

    private final char sign;
    private final SpfVerdict verdict;

    Qualifier(char sign, SpfVerdict verdict) {
        this.sign = sign;
        this.verdict = verdict;
    }

    char sign() {
        return sign;
    }

    SpfVerdict verdict() {
        return verdict;
    }
}
