package org.posthorn.dist.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.posthorn.dist.admin.AccountFacts;
import org.posthorn.dist.admin.Administration;
import org.posthorn.dist.admin.AdministrationFailed;
import org.posthorn.dist.admin.Credentials;
import org.posthorn.dist.admin.StoreAdministration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Makes the accounts of a CSV file. The whole file is checked first: when a line is bad, no account is made.
@Command(
        name = "import",
        description = "Make the accounts of a CSV file with the header address,password. When any line is bad, "
                + "all bad lines are named and no account is made.",
        footer = {
            "",
            "Example of a file:",
            "  address,password",
            "  alice@example.org,correct horse",
            "  bob@example.org,\"with, comma and \"\"quotes\"\"\""
        })
final class AccountImport extends Action {
    /// Making an account costs about a tenth of a second, for its password's hash: a sign of life every
    /// few seconds.
    private static final int PROGRESS_EVERY = 50;

    @Parameters(paramLabel = "FILE.csv")
    private Path file;

    @Override
    public Integer call() throws Exception {
        AccountFile accounts = AccountFile.parse(lines());
        try (Administration administration = administration()) {
            refuseBadLines(accounts, administration);
            int done = 0;
            for (AccountFile.Row row : accounts.rows()) {
                add(administration, row, done);
                done++;
                if (done % PROGRESS_EVERY == 0) {
                    err().println(done + " of " + accounts.rows().size());
                    err().flush();
                }
            }
            print("imported " + done + " accounts", Map.of("imported", done));
        }
        return 0;
    }

    private List<String> lines() throws Failed {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException missing) {
            throw new Failed(file + ": no such file");
        } catch (IOException unreadable) {
            throw new Failed(file + " can't be read as UTF-8 text: " + unreadable.getMessage());
        }
    }

    private void refuseBadLines(AccountFile accounts, Administration administration)
            throws AdministrationFailed, Failed {
        Set<String> seen = administration.accounts().stream()
                .map(AccountFacts::address)
                .map(AccountImport::canonical)
                .collect(Collectors.toCollection(HashSet::new));
        List<String> problems = accounts.problems(address -> {
            StoreAdministration.address(address);
            if (!seen.add(canonical(address))) {
                throw new AdministrationFailed(
                        AdministrationFailed.Kind.CONFLICT, address + " exists already, here or on a line above");
            }
        });
        if (!problems.isEmpty()) {
            problems.forEach(problem -> err().println(file + ":" + problem));
            throw new Failed("no account was made; mend the lines above and import again");
        }
    }

    private static String canonical(String address) {
        return org.posthorn.common.address.EmailAddress.tryParse(address)
                .map(parsed -> parsed.canonical().toString())
                .orElse(address);
    }

    private void add(Administration administration, AccountFile.Row row, int done) throws AdministrationFailed {
        try {
            administration.addAccount(new Credentials(row.address(), row.password()));
        } catch (AdministrationFailed failed) {
            throw new AdministrationFailed(
                    failed.kind(),
                    file + ":" + row.line() + ": " + failed.getMessage() + "; " + done
                            + " accounts above it were made");
        }
    }
}
