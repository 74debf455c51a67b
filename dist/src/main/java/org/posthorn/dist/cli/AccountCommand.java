package org.posthorn.dist.cli;

import java.util.List;
import java.util.Map;
import org.posthorn.dist.admin.AccountFacts;
import org.posthorn.dist.admin.Administration;
import org.posthorn.dist.admin.Credentials;
import org.posthorn.dist.admin.QuotaFacts;
import org.posthorn.dist.admin.QuotaOrder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The accounts: an address, a password, and the mail.
@Command(
        name = "account",
        description = "Add, list, import and remove accounts, set their passwords, quotas and what IMAP offers them.",
        subcommands = {
            AccountCommand.Add.class,
            AccountCommand.Addresses.class,
            AccountCommand.Remove.class,
            AccountCommand.Password.class,
            AccountCommand.Quota.class,
            AccountHide.class,
            AccountImport.class
        },
        footer = {
            "",
            "Examples:",
            "  posthorn account add alice@example.org",
            "  pass show mail/alice | posthorn account password alice@example.org --password-stdin",
            "  posthorn account import accounts.csv",
            "  posthorn account quota alice@example.org --size \"2 GiB\"",
            "  posthorn account hide alice@example.org COMPRESS=DEFLATE NOTIFY"
        })
final class AccountCommand extends Action {

    @Override
    public Integer call() {
        throw incomplete();
    }

    @Command(name = "add", description = "Make an account, and its domain when that is missing.")
    static final class Add extends Action {
        @Parameters(paramLabel = "ADDRESS")
        private String address;

        @Mixin
        private PasswordOption password;

        @Option(
                names = "--shared",
                description = "Nobody logs in to it: its mailboxes are for others, see posthorn mailbox rights.")
        private boolean shared;

        @Override
        public Integer call() throws Exception {
            try (Administration administration = administration()) {
                if (shared) {
                    administration.addShared(address);
                } else {
                    administration.addAccount(new Credentials(address, password.ask(address)));
                }
            }
            print("added " + address, Map.of("added", address));
            return 0;
        }
    }

    @Command(name = "list", description = "List them, an address a line.")
    static final class Addresses extends Action {
        @Option(
                names = "--quota",
                description = "Behind each address what it holds and may hold; --json tells it always.")
        private boolean quota;

        @Override
        public Integer call() throws Exception {
            List<AccountFacts> accounts;
            try (Administration administration = administration()) {
                accounts = administration.accounts();
            }
            if (root().json()) {
                print("", accounts);
            } else {
                accounts.forEach(account -> out().println(line(account)));
            }
            return 0;
        }

        private String line(AccountFacts account) {
            return quota ? account.address() + "  " + QuotaOptions.text(account.quota()) : account.address();
        }
    }

    @Command(name = "remove", description = "Remove an account and all its mail.")
    static final class Remove extends Action {
        @Parameters(paramLabel = "ADDRESS")
        private String address;

        @Override
        public Integer call() throws Exception {
            try (Administration administration = administration()) {
                administration.removeAccount(address);
            }
            print("removed " + address, Map.of("removed", address));
            return 0;
        }
    }

    @Command(name = "password", description = "Set an account's password.")
    static final class Password extends Action {
        @Parameters(paramLabel = "ADDRESS")
        private String address;

        @Mixin
        private PasswordOption password;

        @Override
        public Integer call() throws Exception {
            try (Administration administration = administration()) {
                administration.setPassword(new Credentials(address, password.ask(address)));
            }
            print("set the password of " + address, Map.of("changed", address));
            return 0;
        }
    }

    @Command(
            name = "quota",
            description = {
                "Show what an account holds and may hold, or limit it. Its own limits win over its domain's; "
                        + "\"default\" goes back to those.",
                "Mail that is there stays. Above its limit an account takes no more, and senders are told to try later."
            })
    static final class Quota extends Action {
        @Parameters(paramLabel = "ADDRESS")
        private String address;

        @Mixin
        private QuotaOptions limits;

        @Override
        public Integer call() throws Exception {
            try (Administration administration = administration()) {
                QuotaOrder order = limits.order(address);
                if (!order.changesNothing()) {
                    administration.limitAccount(order);
                }
                QuotaFacts quota = administration.accountQuota(address);
                print(address + "  " + QuotaOptions.text(quota), quota);
            }
            return 0;
        }
    }
}
