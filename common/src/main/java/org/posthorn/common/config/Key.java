package org.posthorn.common.config;

/// One key of the file, declared once: reading, suggestions and the commented file come from it.
///
/// @param fallback what stands for it when it is left out, as TOML would give it; of a required key an example
/// @param doc      what it means, in a line of the commented file
record Key<T>(String name, Form<T> form, Object fallback, boolean required, String doc) {

    static <T> Key<T> required(String name, Form<T> form, Object example, String doc) {
        return new Key<>(name, form, example, true, doc);
    }

    static <T> Key<T> of(String name, Form<T> form, Object fallback, String doc) {
        return new Key<>(name, form, fallback, false, doc);
    }

    /// The value when the key is left out.
    T otherwise() {
        try {
            return form.read(fallback);
        } catch (Unfit unfit) {
            throw new IllegalStateException("the default of " + name + " is " + fallback, unfit);
        }
    }
}
