// ImapFlow comes back to a mailbox by QRESYNC, and hears of expunges by VANISHED while it idles.
// Ports come from PORT_IMAPS, … and the certificate to trust from CERTIFICATE.
const assert = require('node:assert');
const fs = require('node:fs');
const { once } = require('node:events');
const { ImapFlow } = require('imapflow');

function connect() {
    return new ImapFlow({
        host: '127.0.0.1',
        port: Number(process.env.PORT_IMAPS),
        secure: true,
        tls: { ca: fs.readFileSync(process.env.CERTIFICATE), checkServerIdentity: () => undefined },
        auth: { user: 'alice@example.org', pass: 'secret' },
        qresync: true,
        logger: false
    });
}

/** What an open mailbox tells while something is done, until so many UIDs are gone. */
async function gone(client, count, doing) {
    const uids = [];
    const listener = event => {
        assert.strictEqual(event.vanished, true);
        uids.push(event.uid);
    };
    client.on('expunge', listener);
    await doing();
    while (uids.length < count) {
        await once(client, 'expunge');
    }
    client.off('expunge', listener);
    return uids.sort((a, b) => a - b);
}

async function main() {
    const mine = connect();
    const other = connect();
    await mine.connect();
    await other.connect();
    assert(mine.enabled.has('CONDSTORE') && mine.enabled.has('QRESYNC'));
    for (let i = 0; i < 10; i++) {
        await other.append('INBOX', `Subject: letter ${i}\r\n\r\nhello\r\n`);
    }
    const known = await mine.mailboxOpen('INBOX');
    assert(known.highestModseq > 0n);
    await mine.mailboxClose();

    await other.mailboxOpen('INBOX');
    await other.messageDelete('2:3,7', { uid: true });
    await other.messageFlagsAdd('1,10', ['\\Flagged'], { uid: true });

    const changed = [];
    mine.on('flags', event => changed.push(event.uid));
    const since = { changedSince: known.highestModseq, uidValidity: known.uidValidity };
    assert.deepStrictEqual(await gone(mine, 3, () => mine.mailboxOpen('INBOX', since)), [2, 3, 7]);
    assert.strictEqual(mine.mailbox.qresync, true);
    assert.deepStrictEqual(changed, [1, 10]);
    assert.strictEqual(mine.mailbox.exists, 7);

    const fetched = [];
    for await (const message of mine.fetch('1:*', { uid: true, flags: true }, { uid: true, ...since })) {
        assert(message.modseq > known.highestModseq);
        fetched.push(message.uid);
    }
    assert.deepStrictEqual(fetched, [1, 10]);

    const idling = mine.idle();
    assert.deepStrictEqual(await gone(mine, 2, () => other.messageDelete('5:6', { uid: true })), [5, 6]);
    await mine.noop();
    await idling;
    assert.strictEqual(mine.mailbox.exists, 5);
    await mine.logout();
    await other.logout();
    console.log('all went well');
}

main().catch(failed => {
    console.error(failed);
    process.exit(1);
});
