package org.posthorn.smtp.spf;

/// Ends a check: the record can't be understood or costs too much (permanent), or the DNS did not answer (temporary).
final class SpfError extends Exception {
    private static final long serialVersionUID = 1L;

    private final SpfVerdict verdict;

    private SpfError(SpfVerdict verdict, String what) {
        super(what, null, false, false);
        this.verdict = verdict;
    }

    static SpfError permanent(String what) {
        return new SpfError(SpfVerdict.PERMERROR, what);
    }

    static SpfError temporary(String what) {
        return new SpfError(SpfVerdict.TEMPERROR, what);
    }

    SpfResult result() {
        return SpfResult.of(verdict, getMessage());
    }
}
