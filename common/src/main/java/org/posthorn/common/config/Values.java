package org.posthorn.common.config;

import java.util.Map;
import java.util.function.Function;

/// The values of one section, defaults filled in.
///
/// @param written what the file says
/// @param line    where the section begins
/// @param sound   whether every value of it was taken
record Values(Section section, Map<Key<?>, Object> written, Problems problems, int line, boolean sound) {

    /// A key whose value was refused has its default, so that what comes after it can still be checked.
    @SuppressWarnings("unchecked") // a key's value was read by the key's own form
    <T> T get(Key<T> key) {
        T value = (T) written.get(key);
        return value != null ? value : key.otherwise();
    }

    /// The section's record. What its constructor refuses is a problem of the section; then, and when a value of the
    /// section was refused, it is what the defaults make.
    <R> R make(Function<Values, R> constructor) {
        if (sound) {
            try {
                return constructor.apply(this);
            } catch (IllegalArgumentException refused) {
                problems.at(line, "[" + section.name() + "] " + refused.getMessage());
            }
        }
        return constructor.apply(new Values(section, Map.of(), problems, line, true));
    }
}
