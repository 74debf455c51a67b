package org.posthorn.common.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;

/// Reads `posthorn.toml`.
public final class ConfigFile {
    private ConfigFile() {}

    /// @throws ConfigRefused with every problem of the file, each with its line
    public static Config read(Path file) throws ConfigRefused {
        Problems problems = new Problems(file.toString());
        TomlParseResult toml = Toml.parse(text(file, problems));
        toml.errors().forEach(error -> problems.at(error.position().line(), error.getMessage()));
        // Below a syntax error nothing is where it seems to be: telling more would be guessing.
        problems.throwIfAny();
        Config config = Config.of(new FileValues(toml, file.toAbsolutePath().getParent(), problems));
        problems.throwIfAny();
        return config;
    }

    private static String text(Path file, Problems problems) throws ConfigRefused {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            problems.general("no such file; make one with: posthorn init --config " + file);
        } catch (AccessDeniedException denied) {
            problems.general("this user may not read it; change its owner or mode, or run as the user who may");
        } catch (CharacterCodingException notUtf8) {
            problems.general("is not UTF-8; save it as UTF-8 text");
        } catch (IOException other) {
            problems.general("can't be read: " + other.getMessage());
        }
        problems.throwIfAny();
        throw new AssertionError("every failed read is a problem");
    }
}
