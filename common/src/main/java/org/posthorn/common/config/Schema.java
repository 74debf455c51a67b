package org.posthorn.common.config;

import java.util.List;

/// All that can be set.
final class Schema {

    /// Every section, in the order of the commented file.
    static final List<Section> SECTIONS = List.of(
            Config.SECTION,
            Listen.SECTION,
            Tls.SECTION,
            Auth.SECTION,
            Limits.SECTION,
            Storage.SECTION,
            Imap.SECTION,
            Outbound.SECTION);

    private Schema() {}
}
