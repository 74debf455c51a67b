package org.posthorn.dist.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.posthorn.dist.admin.Administration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What commands have in common: where they print, the options above them, the Posthorn that they manage.
abstract class Action implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    final PosthornCommand root() {
        return (PosthornCommand) spec.root().userObject();
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /// Prints the text, or the value when `--json` was given.
    final void print(String text, Object value) {
        out().println(root().json() ? json(value) : text);
        out().flush();
    }

    final String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException unprintable) {
            throw new IllegalStateException(unprintable);
        }
    }

    /// The Posthorn of the configuration: the server that runs, or its store.
    final Administration administration() throws Exception {
        return Reach.posthorn(root().config());
    }

    /// A command with nothing below it that was named.
    final picocli.CommandLine.ParameterException incomplete() {
        return new picocli.CommandLine.ParameterException(
                spec.commandLine(),
                "which of " + String.join(", ", spec.subcommands().keySet()) + "?");
    }
}
