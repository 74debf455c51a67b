package org.posthorn.dist.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine.Option;

/// Where a password comes from: never from the command line, which every user of the machine can see.
final class PasswordOption {
    @Option(names = "--password-stdin", description = "Read the password from standard input: its first line.")
    private boolean standardInput;

    /// @throws Failed none was given
    String ask(String address) throws Failed {
        return standardInput ? firstLine() : twice(address);
    }

    private static String firstLine() throws Failed {
        try {
            // Not closed: standard input is not ours to close.
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            if (line == null) {
                throw new Failed("standard input is empty; the password is its first line");
            }
            return line;
        } catch (IOException unreadable) {
            throw new Failed("standard input can't be read: " + unreadable.getMessage());
        }
    }

    private static String twice(String address) throws Failed {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new Failed("there is no terminal to ask for the password at; use --password-stdin");
        }
        char[] first = console.readPassword("Password of %s: ", address);
        char[] second = console.readPassword("Once more: ");
        if (first == null || !Arrays.equals(first, second)) {
            throw new Failed("the two passwords differ; nothing was done");
        }
        return new String(first);
    }
}
