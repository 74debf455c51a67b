package org.posthorn.common.config;

import java.util.List;

/// A table of the file and its keys; the top level has the empty name.
///
/// @param doc what the section is about
record Section(String name, String doc, List<Key<?>> keys) {

    /// How problems name a key: `[limits] message_size`, or `hostname` at the top level.
    String label(String key) {
        return name.isEmpty() ? key : "[" + name + "] " + key;
    }

    List<String> keyNames() {
        return keys.stream().map(Key::name).toList();
    }
}
