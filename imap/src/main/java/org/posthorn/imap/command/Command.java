package org.posthorn.imap.command;

import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.imap.view.Expunges;

/// One command as it was sent (RFC 9051 §6). Its kind says in which state it may run: in another one it can't
/// be called. `run` writes untagged responses as it goes and returns the tagged one.
public sealed interface Command {

    Tag tag();

    /// Whether the client may be told of expunges before this command's reply.
    default Expunges expunges() {
        return Expunges.TOLD;
    }

    sealed interface AnyState extends Command permits Capability, Id, Language, Logout, Noop {
        Reply run(State session) throws PeerGone, BadCommand;
    }

    sealed interface BeforeLogin extends Command permits Authenticate, Login, StartTls {
        Reply run(State.Greeted session) throws PeerGone, BadCommand;
    }

    sealed interface AfterLogin extends Command
            permits Append,
                    Compress,
                    Create,
                    Delete,
                    DeleteAcl,
                    Enable,
                    GetAcl,
                    GenUrlAuth,
                    GetMetadata,
                    GetQuota,
                    GetQuotaRoot,
                    Idle,
                    ListMailboxes,
                    ListRights,
                    Lsub,
                    MyRights,
                    MultiSearch,
                    Namespace,
                    Notify,
                    Rename,
                    ResetKey,
                    Select,
                    SetAcl,
                    SetMetadata,
                    SetQuota,
                    Status,
                    Subscribe,
                    Unauthenticate,
                    Unsubscribe,
                    UrlFetch {
        Reply run(State.LoggedIn session) throws PeerGone, BadCommand;
    }

    sealed interface WhileSelected extends Command
            permits CancelUpdate,
                    Check,
                    Close,
                    Copy,
                    Expunge,
                    Fetch,
                    Move,
                    Replace,
                    Search,
                    Sort,
                    Store,
                    ThreadMessages,
                    Unselect {
        Reply run(State.Selected session) throws PeerGone, BadCommand;
    }
}
