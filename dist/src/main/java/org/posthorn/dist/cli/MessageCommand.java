package org.posthorn.dist.cli;

import picocli.CommandLine.Command;

/// Mail in and out in bulk.
@Command(
        name = "message",
        description = "Import and export messages, and bring deleted ones back.",
        subcommands = {MessageImport.class, MessageExport.class, MessageUndelete.class})
final class MessageCommand extends Action {
    @Override
    public Integer call() {
        throw incomplete();
    }
}
