package org.posthorn.smtp.spf;

import java.util.Optional;

/// What became of one check.
///
/// @param reason      of an error, for the log and the trace header: what could not be understood or looked up; else
///                    the directive that decided, or empty
/// @param explanation the domain's own words to the sender, of a FAIL only (RFC 7208 §6.2): not to be trusted
public record SpfResult(SpfVerdict verdict, String reason, Optional<String> explanation) {

    static SpfResult of(SpfVerdict verdict, String reason) {
        return new SpfResult(verdict, reason, Optional.empty());
    }
}
