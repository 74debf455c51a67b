package org.posthorn.dist;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.posthorn.dist.cli.PosthornCommand;

/// The process: one command of the command line, its output in UTF-8, its exit code.
public final class Posthorn {
    private Posthorn() {}

    static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int exitCode = PosthornCommand.run(out, err, arguments);
        out.flush();
        err.flush();
        System.exit(exitCode);
    }
}
