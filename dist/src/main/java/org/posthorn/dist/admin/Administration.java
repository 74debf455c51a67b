package org.posthorn.dist.admin;

import java.util.List;
import org.posthorn.storage.CheckListener;
import org.posthorn.storage.CheckSummary;

/// Everything that the command line can ask of a Posthorn, whether it runs or not.
///
/// Every method throws [AdministrationFailed], and then changed nothing unless it says otherwise.
public interface Administration extends AutoCloseable {

    List<String> domains() throws AdministrationFailed;

    void addDomain(String domain) throws AdministrationFailed;

    void removeDomain(String domain) throws AdministrationFailed;

    /// In the order of their addresses.
    List<AccountFacts> accounts() throws AdministrationFailed;

    /// Makes the account, and its domain when that is missing.
    void addAccount(Credentials account) throws AdministrationFailed;

    /// Makes an account that nobody logs in to, for mailboxes that others share, and its domain when that is missing.
    void addShared(String address) throws AdministrationFailed;

    /// Changes who may do what with a mailbox, if asked to.
    ///
    /// @return who may do what then
    List<RightsFacts> rights(RightsOrder order) throws AdministrationFailed;

    /// Removes the account and all its mail.
    void removeAccount(String address) throws AdministrationFailed;

    void setPassword(Credentials account) throws AdministrationFailed;

    /// What an account holds and may hold.
    QuotaFacts accountQuota(String address) throws AdministrationFailed;

    /// Sets an account's own limits; what it holds already stays.
    void limitAccount(QuotaOrder order) throws AdministrationFailed;

    /// The capabilities that an account's clients are not offered, in order.
    List<String> hidden(String address) throws AdministrationFailed;

    /// Holds from the next login on.
    void hide(HideOrder order) throws AdministrationFailed;

    /// The limits of the domain's accounts that have none of their own.
    LimitFacts domainQuota(String domain) throws AdministrationFailed;

    void limitDomain(QuotaOrder order) throws AdministrationFailed;

    /// Verifies every invariant of the store and tells each finding as it is found.
    ///
    /// @param order whether what can be mended is mended, too
    CheckSummary check(CheckOrder order, CheckListener listener) throws AdministrationFailed;

    /// Makes a backup of the store, returns when it is on the disk, and leaves only the newest ones.
    BackupFacts backup(BackupOrder order) throws AdministrationFailed;

    Status status() throws AdministrationFailed;

    /// Bringing mail in and out, whole mailboxes at a time.
    MailTransfer mail();

    /// Listing deleted mail and bringing it back.
    Recovery deleted();

    @Override
    void close();
}
