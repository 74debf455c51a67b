package org.posthorn.smtp.dkim;

import java.util.Optional;

/// @param reason    why it is no PASS, in few words; else empty
/// @param signature as far as it could be read
/// @param testing   the domain says that it is only trying (`t=y`): a failure must not count against it
public record DkimResult(DkimVerdict verdict, String reason, Optional<DkimSignature> signature, boolean testing) {}
