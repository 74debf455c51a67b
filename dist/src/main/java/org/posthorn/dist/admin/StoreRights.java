package org.posthorn.dist.admin;

import java.util.List;
import java.util.stream.Stream;
import org.posthorn.dist.admin.AdministrationFailed.Kind;
import org.posthorn.storage.Account;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.Refused;
import org.posthorn.storage.directory.Identifiers;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.RightsChange;

/// Rights on mailboxes of a store that is open in this process: what owners do by SETACL, for accounts that have none.
record StoreRights(MailStore store) {

    /// @return the list as it is then
    List<RightsFacts> serve(RightsOrder order) throws AdministrationFailed {
        var owner = store.directory()
                .account(StoreAdministration.address(order.account()))
                .orElseThrow(() -> new AdministrationFailed(Kind.NOT_FOUND, order.account() + " does not exist"));
        try (var account = store.account(owner.id())) {
            var mailbox = mailbox(account, order);
            if (!order.changesNothing()) {
                change(account, mailbox, order);
            }
            return account.sharing().acl(mailbox.id()).entries().entrySet().stream()
                    .flatMap(entry -> identifiers().text(entry.getKey()).stream()
                            .map(name -> new RightsFacts(name, entry.getValue().toString())))
                    .toList();
        } catch (Refused refused) {
            throw StoreAdministration.failure(order.account() + " " + order.mailbox(), refused);
        }
    }

    private static Mailbox mailbox(Account account, RightsOrder order) throws AdministrationFailed {
        return Stream.of(order.mailbox())
                .filter(name -> !name.isEmpty())
                .flatMap(name -> account.mailbox(MailboxName.of(name)).stream())
                .findFirst()
                .orElseThrow(() -> new AdministrationFailed(
                        Kind.NOT_FOUND, order.account() + " has no mailbox \"" + order.mailbox() + "\""));
    }

    private void change(Account account, Mailbox mailbox, RightsOrder order) throws AdministrationFailed {
        var grantee = identifiers()
                .grantee(order.identifier())
                .orElseThrow(() -> new AdministrationFailed(
                        Kind.NOT_FOUND, "nobody logs in as \"" + order.identifier() + "\", and it is not anyone"));
        RightsChange change;
        try {
            change = RightsChange.parse(order.rights());
        } catch (IllegalArgumentException unknown) {
            throw new AdministrationFailed(
                    Kind.INVALID, unknown.getMessage() + "; rights are some of lrswipkxtea, or \"\" for none");
        }
        account.sharing().change(mailbox.id(), grantee, change::of);
    }

    private Identifiers identifiers() {
        return new Identifiers(store.directory());
    }
}
