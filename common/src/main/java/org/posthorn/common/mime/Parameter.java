package org.posthorn.common.mime;

import java.util.List;
import java.util.Optional;

/// A parameter of Content-Type or Content-Disposition.
///
/// @param name  upper case
/// @param value unquoted; bytes that are no valid UTF-8 are kept as ISO 8859-1 characters
public record Parameter(String name, String value) {

    static Optional<String> find(List<Parameter> parameters, String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equalsIgnoreCase(name))
                .map(Parameter::value)
                .findFirst();
    }
}
