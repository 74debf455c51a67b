package org.posthorn.smtp.spf;

import java.util.List;
import java.util.Optional;

/// A record as it was published (RFC 7208 §4.6.1): directives in their order, and the two modifiers that mean
/// something.
///
/// @param explanation where the words for a FAIL are (`exp=`)
record SpfRecord(List<Directive> directives, Optional<MacroString> redirect, Optional<MacroString> explanation) {

    /// @param text as it is written, for people
    record Directive(Qualifier qualifier, Mechanism mechanism, String text) {}
}
