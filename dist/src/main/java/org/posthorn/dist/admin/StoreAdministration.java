package org.posthorn.dist.admin;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.dist.admin.AdministrationFailed.Kind;
import org.posthorn.storage.BackupFailed;
import org.posthorn.storage.CheckListener;
import org.posthorn.storage.CheckSummary;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.Refused;
import org.posthorn.storage.directory.Directory;

/// Administration of a store that is open in this process. Thread-safe.
public final class StoreAdministration implements Administration {
    /// Argon2id takes any length; nobody types more, and what is hashed should be bounded.
    private static final int LONGEST_PASSWORD = 1_024;

    /// Makes the status from the two numbers that the store knows.
    public interface StatusSource {
        Status of(int domains, int accounts);
    }

    private final MailStore store;
    private final StatusSource status;
    private final Runnable atEnd;

    /// @param atEnd what closing this closes
    public StoreAdministration(MailStore store, StatusSource status, Runnable atEnd) {
        this.store = store;
        this.status = status;
        this.atEnd = atEnd;
    }

    @Override
    public List<String> domains() {
        return directory().domains();
    }

    @Override
    public void addDomain(String domain) throws AdministrationFailed {
        String name = domainName(domain);
        attempt(name, () -> directory().addDomain(name));
    }

    @Override
    public void removeDomain(String domain) throws AdministrationFailed {
        String name = domainName(domain);
        attempt(name, () -> directory().removeDomain(name));
    }

    @Override
    public List<AccountFacts> accounts() {
        return directory().accounts().stream()
                .map(entry ->
                        new AccountFacts(entry.id().value(), entry.address().toString(), quota(entry)))
                .toList();
    }

    @Override
    public void addAccount(Credentials account) throws AdministrationFailed {
        EmailAddress address = address(account.address());
        String password = password(account);
        attempt(account.address(), () -> directory().addAccount(address, password));
    }

    @Override
    public void addShared(String text) throws AdministrationFailed {
        EmailAddress address = address(text);
        attempt(text, () -> directory().addShared(address));
    }

    @Override
    public List<RightsFacts> rights(RightsOrder order) throws AdministrationFailed {
        return new StoreRights(store).serve(order);
    }

    @Override
    public void removeAccount(String text) throws AdministrationFailed {
        EmailAddress address = address(text);
        attempt(text, () -> directory().removeAccount(address));
    }

    @Override
    public void setPassword(Credentials account) throws AdministrationFailed {
        EmailAddress address = address(account.address());
        String password = password(account);
        attempt(account.address(), () -> directory().setPassword(address, password));
    }

    @Override
    public QuotaFacts accountQuota(String text) throws AdministrationFailed {
        EmailAddress address = address(text);
        return directory()
                .account(address)
                .map(this::quota)
                .orElseThrow(() -> new AdministrationFailed(Kind.NOT_FOUND, text + " does not exist"));
    }

    private QuotaFacts quota(Directory.Entry entry) {
        return QuotaFacts.of(store.quota(entry.id()));
    }

    @Override
    public void limitAccount(QuotaOrder order) throws AdministrationFailed {
        EmailAddress address = address(order.subject());
        var change = order.forAccount();
        attempt(order.subject(), () -> directory().limitAccount(address, change));
    }

    @Override
    public List<String> hidden(String text) throws AdministrationFailed {
        EmailAddress address = address(text);
        try {
            return directory().hidden(address).stream().sorted().toList();
        } catch (Refused refused) {
            throw failure(text, refused);
        }
    }

    @Override
    public void hide(HideOrder order) throws AdministrationFailed {
        EmailAddress address = address(order.subject());
        var names = order.names();
        attempt(order.subject(), () -> directory().hide(address, names));
    }

    @Override
    public LimitFacts domainQuota(String domain) throws AdministrationFailed {
        String name = domainName(domain);
        try {
            var limits = directory().domainLimits(name);
            return LimitFacts.of(limits.octets(), limits.messages());
        } catch (Refused refused) {
            throw failure(name, refused);
        }
    }

    @Override
    public void limitDomain(QuotaOrder order) throws AdministrationFailed {
        String name = domainName(order.subject());
        var change = order.forDomain();
        attempt(name, () -> directory().limitDomain(name, change));
    }

    @Override
    public CheckSummary check(CheckOrder order, CheckListener listener) {
        return order.repair() ? store.repair(listener) : store.check(listener);
    }

    @Override
    public BackupFacts backup(BackupOrder order) throws AdministrationFailed {
        if (order.keep() < 1) {
            throw new AdministrationFailed(Kind.INVALID, "keep is " + order.keep() + ", and must be at least 1");
        }
        try {
            return BackupFacts.of(store.backup(folder(order), order.keep()));
        } catch (BackupFailed failed) {
            throw new AdministrationFailed(Kind.UNAVAILABLE, failed.getMessage());
        }
    }

    /// The server's working directory is nobody's: only absolute paths mean the same to it and to who asks.
    private static Path folder(BackupOrder order) throws AdministrationFailed {
        try {
            if (order.folder() != null && Path.of(order.folder()).isAbsolute()) {
                return Path.of(order.folder());
            }
        } catch (InvalidPathException _) {
            // the same answer
        }
        throw new AdministrationFailed(
                Kind.INVALID, "\"" + order.folder() + "\" is no absolute path of a folder for backups");
    }

    @Override
    public Status status() {
        return status.of(directory().domains().size(), directory().accounts().size());
    }

    @Override
    public MailTransfer mail() {
        return new StoreTransfer(store);
    }

    @Override
    public Recovery deleted() {
        return new StoreRecovery(store);
    }

    @Override
    public void close() {
        atEnd.run();
    }

    private Directory directory() {
        return store.directory();
    }

    private static void attempt(String subject, Runnable change) throws AdministrationFailed {
        try {
            change.run();
        } catch (Refused refused) {
            throw failure(subject, refused);
        }
    }

    static AdministrationFailed failure(String subject, Refused refused) {
        return switch (refused.why()) {
            case NOT_FOUND -> new AdministrationFailed(Kind.NOT_FOUND, subject + " does not exist");
            case EXISTS -> new AdministrationFailed(Kind.CONFLICT, subject + " exists already");
            case IN_USE -> new AdministrationFailed(Kind.CONFLICT, subject + " still has accounts; remove them before");
            case FORBIDDEN, NO_PERMISSION, OVER_QUOTA, TOO_BIG ->
                new AdministrationFailed(Kind.CONFLICT, refused.getMessage());
            case DISK_FULL ->
                new AdministrationFailed(Kind.UNAVAILABLE, "the disk of the data folder is full; make room");
            case UNAVAILABLE ->
                new AdministrationFailed(Kind.UNAVAILABLE, "the disk of the data folder fails; try again later");
            case DAMAGED -> new AdministrationFailed(Kind.UNAVAILABLE, "the store is damaged; run posthorn check");
        };
    }

    private static String domainName(String domain) throws AdministrationFailed {
        try {
            return EmailAddress.parse("postmaster@" + domain).domain();
        } catch (IllegalArgumentException invalid) {
            throw new AdministrationFailed(Kind.INVALID, "\"" + domain + "\" is no domain: " + invalid.getMessage());
        }
    }

    /// An account address as somebody typed it.
    public static EmailAddress address(String text) throws AdministrationFailed {
        try {
            return EmailAddress.parse(text);
        } catch (IllegalArgumentException invalid) {
            throw new AdministrationFailed(Kind.INVALID, "\"" + text + "\" is no address: " + invalid.getMessage());
        }
    }

    private static String password(Credentials account) throws AdministrationFailed {
        String password = account.password();
        if (password == null || password.isEmpty()) {
            throw new AdministrationFailed(Kind.INVALID, "the password of " + account.address() + " is empty");
        }
        if (password.length() > LONGEST_PASSWORD || password.chars().anyMatch(Character::isISOControl)) {
            throw new AdministrationFailed(
                    Kind.INVALID,
                    "the password of " + account.address() + " is longer than " + LONGEST_PASSWORD
                            + " characters or has control characters");
        }
        return password;
    }
}
