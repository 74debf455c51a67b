package org.posthorn.smtp.dkim;

/// A signature or key that can't be understood or must not count; it ends the check of one signature.
final class DkimError extends Exception {
    private static final long serialVersionUID = 1L;

    private final DkimVerdict verdict;

    DkimError(DkimVerdict verdict, String why) {
        super(why, null, false, false);
        this.verdict = verdict;
    }

    static DkimError permanent(String why) {
        return new DkimError(DkimVerdict.PERMERROR, why);
    }

    DkimVerdict verdict() {
        return verdict;
    }
}
