package org.posthorn.storage;

/// Every kind of damage that a check can find, and what a repair does about it. Mended means: a second check
/// does not find it again, and nothing that could be read is lost. Left means: what was there can't be told
/// any more; the finding says whose it is, and nothing is deleted.
public enum Damage {
    // ---- who exists
    DIRECTORY_ROW(Fate.LEFT, "what the row says is lost: restore a backup, or remove and add what it names"),
    DIRECTORY_STORED(Fate.MENDED, "what is known is written again; numbers go on behind every account seen"),
    SHARE(Fate.MENDED, "the row is written or removed, as the account's lists of rights say"),
    FORGOTTEN_ACCOUNT(Fate.LEFT, "its mail is left where it is: restore a backup to reach it"),

    // ---- an account's rows
    ACCOUNT_ROW(Fate.MENDED, "the counters go on behind every number seen"),
    MAILBOX_ROW(Fate.MENDED, "the row is rebuilt from what is known of the mailbox"),
    MAILBOX_COUNTERS(Fate.MENDED, "the messages are counted again"),
    SUBSCRIPTION(Fate.MENDED, "the row is written again"),
    SNAPSHOT(Fate.MENDED, "the state is rebuilt from the change log, and written again"),
    FLAGS_LOST(Fate.MENDED, "the state is rebuilt from the messages that are there, with the flags that are known"),
    LOG_ENTRY(Fate.MENDED, "the log begins anew behind it; clients that were away resynchronise"),
    STORED_STATE(Fate.MENDED, "the state in memory, which sessions see, is written again"),
    BLOB_NUMBERS(Fate.MENDED, "numbers go on behind every blob seen"),
    MARK(Fate.MENDED, "the row is written again"),

    // ---- where messages are
    PLACEMENT_LOST(Fate.MENDED, "it is written again from the message, arrived now where the date is lost"),
    MESSAGE_LOST(Fate.MENDED, "nothing is left of the message: it is expunged"),
    PLACEMENT_UNKNOWN(Fate.MENDED, "the message gets a new UID in its mailbox"),
    PLACEMENT_WRONG(Fate.MENDED, "it is written again from the message"),
    PLACE_MISSING(Fate.MENDED, "the row is written"),
    PLACE_DAMAGED(Fate.MENDED, "the row is written again"),
    PLACE_STRAY(Fate.MENDED, "the row is removed"),
    DELETED_PLACE(Fate.MENDED, "it can be undeleted still, with the dates of today and no flags"),
    DELETED_MAILBOX(Fate.MENDED, "its messages can be undeleted still, into a mailbox below Recovered"),
    DELETION(Fate.MENDED, "the rows are written again"),
    DELETION_STRAY(Fate.MENDED, "the mark is removed"),
    MESSAGE_NOWHERE(Fate.MENDED, "the message is put into the mailbox Recovered"),
    RIGHTS(Fate.MENDED, "what is known is written again; where nobody knows, only the owner has rights"),
    ANNOTATION(Fate.MENDED, "the row is removed: what it said can't be read"),
    ANNOTATION_STRAY(Fate.MENDED, "the row is removed, as its mailbox was"),
    ACCESS_KEY(Fate.MENDED, "the key is removed: URLs that it signed hold no more"),
    THREAD(Fate.MENDED, "the row is removed; replies that come now begin a thread"),

    // ---- what messages are
    MESSAGE_DAMAGED(Fate.LEFT, "what remains of it is left: restore a backup, or delete it in a mail client"),
    BODY_DAMAGED(Fate.LEFT, "the rest of the message is left: restore a backup, or delete it in a mail client"),
    BLOB_TOO_LONG(Fate.LEFT, "the message is served as long as it should be"),
    BLOB_REF_MISSING(Fate.MENDED, "the reference is written"),
    BLOB_REF_STRAY(Fate.MENDED, "the reference is removed"),
    BLOB_NOBODYS(Fate.MENDED, "it is swept away"),
    CANDIDATE(Fate.MENDED, "the row is written again, the sweeper looks once more"),

    // ---- whatever it was
    UNREADABLE(Fate.LEFT, "what lies there can't be read: restore a backup");

    /// What becomes of it in a repair.
    public enum Fate {
        MENDED,
        LEFT
    }

    private final Fate fate;
    private final String remedy;

    Damage(Fate fate, String remedy) {
        this.fate = fate;
        this.remedy = remedy;
    }

    public Fate fate() {
        return fate;
    }

    /// What a repair does, or why it does nothing; for a person.
    public String remedy() {
        return remedy;
    }
}
