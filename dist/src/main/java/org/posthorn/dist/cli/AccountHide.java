package org.posthorn.dist.cli;

import java.util.List;
import org.posthorn.dist.admin.Administration;
import org.posthorn.dist.admin.HideOrder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What IMAP does not offer to one account, for a client that breaks on it.
@Command(
        name = "hide",
        description =
                "Hide IMAP capabilities from an account, from its next login on; without any, show what is hidden.",
        footer = {
            "",
            "Examples:",
            "  posthorn account hide alice@example.org COMPRESS=DEFLATE NOTIFY",
            "  posthorn account hide alice@example.org --nothing",
            "  posthorn account hide alice@example.org",
            "For all accounts: [imap] hide; for one client program: [imap] hide_from."
        })
final class AccountHide extends Action {
    @Parameters(paramLabel = "ADDRESS")
    private String address;

    @Parameters(index = "1..*", paramLabel = "CAPABILITY", description = "Such as NOTIFY; all others are offered.")
    private List<String> capabilities = List.of();

    @Option(names = "--nothing", description = "Hide nothing any more.")
    private boolean nothing;

    @Override
    public Integer call() throws Exception {
        if (nothing && !capabilities.isEmpty()) {
            throw new Failed("nothing, or these: not both");
        }
        try (Administration administration = administration()) {
            if (nothing || !capabilities.isEmpty()) {
                administration.hide(new HideOrder(address, capabilities));
            }
            var hidden = administration.hidden(address);
            print(address + "  " + (hidden.isEmpty() ? "nothing is hidden" : String.join(" ", hidden)), hidden);
        }
        return 0;
    }
}
