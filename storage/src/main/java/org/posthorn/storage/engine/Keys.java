package org.posthorn.storage.engine;

import java.nio.charset.StandardCharsets;

/// The layout of keys. Numbers are big-endian, so the order of bytes is the order of numbers and what is read together
/// lies together.
///
///     key          := prefix kind rest              prefix: of the scope, see [Scope]; the rest is relative to it
///
/// In an account's scope (prefix: slot u16, account u32), table `ACCOUNT`:
///
///     account      := 'A'                                          the account's counters
///     blob ids     := 'I'                                          blob numbers given out, in blocks
///     mailbox      := 'M' mailbox u32                              name, use, counters
///     subscription := 'S' name utf8
///     placement    := 'P' mailbox u32 uid u32                      a message's place in a mailbox
///     place        := 'R' message u64 mailbox u32 uid u32          the same, found by message, deleted ones too
///     log          := 'L' modSeq u64                               what one commit changed
///     snapshot     := 'Z' mailbox u32                              the state of a mailbox at some modSeq
///     deleted at   := 'G' time u64 message u64 mailbox u32 uid u32 since when a place is a deleted one
///                   | 'G' time u64 2^64-1 mailbox u32 0 u32        since when a mailbox is
///                   | 'G' message u64                              of format 1: may have lost its last placement
///     deleted box  := 'W' mailbox u32                              what a deleted mailbox was
///     thread       := 'T' hash u64                                 of a Message-ID: the thread of its message
///     acl          := 'E' mailbox u32                              who may do what with a mailbox
///     annotation   := 'N' mailbox u32 user u32 path utf8           mailbox 0: the server's; user 0: everybody's
///     access key   := 'K' mailbox u32                              by which URLs of the mailbox are signed
///     blob ref     := 'B' blob u64 account u32 message u64         in the blob's home: who uses it
///     lost blob    := 'D' blob u64                                 in the blob's home: may have lost its last user
///     upload       := 'U' blob u64                                 in the blob's home: chunks are arriving
///
/// Table `MESSAGE`:  `message u64`. Table `CHUNK`, in the blob's home: `blob u64 number u32`.
///
/// In the directory's scope (no prefix), table `DIRECTORY`:
///
///     last account := 'C'
///     domain       := 'D' name utf8
///     address      := 'A' canonical address utf8
///     share        := 'S' account u32 owner u32                    the owner shares something with it; 0: with all
///     removed      := 'X' account u32                              gone, its rows not yet
public final class Keys {
    /// In place of a mailbox: the account's view of the server.
    public static final int SERVER = 0;

    /// In place of a user: everybody.
    public static final int SHARED = 0;

    private static final byte[] EMPTY = {};

    private Keys() {}

    public static byte[] account() {
        return kind('A');
    }

    public static byte[] blobIds() {
        return kind('I');
    }

    public static byte[] mailboxes() {
        return kind('M');
    }

    public static byte[] mailbox(int mailbox) {
        return key('M').u32(mailbox).toBytes();
    }

    public static byte[] subscriptions() {
        return kind('S');
    }

    public static byte[] subscription(String name) {
        return key('S').raw(name.getBytes(StandardCharsets.UTF_8)).toBytes();
    }

    public static byte[] placements() {
        return kind('P');
    }

    public static byte[] placements(int mailbox) {
        return key('P').u32(mailbox).toBytes();
    }

    public static byte[] placement(int mailbox, long uid) {
        return key('P').u32(mailbox).u32(uid).toBytes();
    }

    public static byte[] places() {
        return kind('R');
    }

    public static byte[] places(long message) {
        return key('R').u64(message).toBytes();
    }

    public static byte[] place(long message, int mailbox, long uid) {
        return key('R').u64(message).u32(mailbox).u32(uid).toBytes();
    }

    public static byte[] logEntries() {
        return kind('L');
    }

    public static byte[] logEntry(long modSeq) {
        return key('L').u64(modSeq).toBytes();
    }

    public static byte[] snapshots() {
        return kind('Z');
    }

    public static byte[] snapshot(int mailbox) {
        return key('Z').u32(mailbox).toBytes();
    }

    public static byte[] deletions() {
        return kind('G');
    }

    /// All deletions from this time on lie behind this key, those before it and those of format 1 in front of it.
    ///
    /// @param time in milliseconds since 1970
    public static byte[] deletions(long time) {
        return key('G').u64(time).toBytes();
    }

    public static byte[] deletion(long time, long message, int mailbox, long uid) {
        return key('G').u64(time).u64(message).u32(mailbox).u32(uid).toBytes();
    }

    public static byte[] deletedMailboxes() {
        return kind('W');
    }

    public static byte[] deletedMailbox(int mailbox) {
        return key('W').u32(mailbox).toBytes();
    }

    public static byte[] threads() {
        return kind('T');
    }

    public static byte[] thread(long hash) {
        return key('T').u64(hash).toBytes();
    }

    public static byte[] annotations() {
        return kind('N');
    }

    public static byte[] annotations(int mailbox) {
        return key('N').u32(mailbox).toBytes();
    }

    public static byte[] annotations(int mailbox, int user) {
        return key('N').u32(mailbox).u32(user).toBytes();
    }

    public static byte[] annotation(int mailbox, int user, String path) {
        byte[] text = path.getBytes(StandardCharsets.UTF_8);
        return key('N').u32(mailbox).u32(user).raw(text).toBytes();
    }

    public static byte[] accessKeys() {
        return kind('K');
    }

    public static byte[] accessKey(int mailbox) {
        return key('K').u32(mailbox).toBytes();
    }

    public static byte[] blobRefs() {
        return kind('B');
    }

    public static byte[] blobRefs(long blob) {
        return key('B').u64(blob).toBytes();
    }

    public static byte[] blobRef(long blob, int account, long message) {
        return key('B').u64(blob).u32(account).u64(message).toBytes();
    }

    public static byte[] lostBlobs() {
        return kind('D');
    }

    public static byte[] lostBlob(long blob) {
        return key('D').u64(blob).toBytes();
    }

    public static byte[] uploads() {
        return kind('U');
    }

    public static byte[] upload(long blob) {
        return key('U').u64(blob).toBytes();
    }

    /// All rows of a table in the scope.
    public static byte[] everything() {
        return EMPTY;
    }

    public static byte[] message(long message) {
        return new BytesWriter(8).u64(message).toBytes();
    }

    public static byte[] chunks(long blob) {
        return new BytesWriter(8).u64(blob).toBytes();
    }

    public static byte[] chunk(long blob, int number) {
        return new BytesWriter(12).u64(blob).u32(number).toBytes();
    }

    public static byte[] acls() {
        return kind('E');
    }

    public static byte[] acl(int mailbox) {
        return key('E').u32(mailbox).toBytes();
    }

    public static byte[] shares() {
        return kind('S');
    }

    public static byte[] shares(int grantee) {
        return key('S').u32(grantee).toBytes();
    }

    public static byte[] share(int grantee, int owner) {
        return key('S').u32(grantee).u32(owner).toBytes();
    }

    public static byte[] lastAccount() {
        return kind('C');
    }

    public static byte[] domains() {
        return kind('D');
    }

    public static byte[] domain(String name) {
        return key('D').raw(name.getBytes(StandardCharsets.UTF_8)).toBytes();
    }

    public static byte[] addresses() {
        return kind('A');
    }

    public static byte[] address(String canonical) {
        return key('A').raw(canonical.getBytes(StandardCharsets.UTF_8)).toBytes();
    }

    public static byte[] removedAccounts() {
        return kind('X');
    }

    public static byte[] removedAccount(int account) {
        return key('X').u32(account).toBytes();
    }

    /// Reads a key behind its kind.
    public static BytesReader behindKind(byte[] key) {
        return new BytesReader(key, 1, key.length - 1);
    }

    private static byte[] kind(char kind) {
        return new byte[] {(byte) kind};
    }

    private static BytesWriter key(char kind) {
        return new BytesWriter(32).u8(kind);
    }
}
