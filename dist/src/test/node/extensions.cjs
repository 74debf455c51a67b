// What the library imap (node-imap) speaks of IMAP's extensions, by its own methods.
// Ports come from PORT_IMAPS, … and the certificate to trust from CERTIFICATE.
const assert = require('node:assert');
const fs = require('node:fs');
const { once } = require('node:events');
const { promisify } = require('node:util');
const Imap = require('imap');

const LETTERS = [
    ['3 Mar 2021', 'beta', ''],
    ['1 Mar 2021', 'alpha', ''],
    ['2 Mar 2021', 'Re: beta', 'In-Reply-To: <0@example.org>\r\nReferences: <0@example.org>\r\n']
];

async function connect() {
    const client = new Imap({
        user: 'carol@example.org',
        password: 'secret',
        host: '127.0.0.1',
        port: Number(process.env.PORT_IMAPS),
        tls: true,
        tlsOptions: { ca: fs.readFileSync(process.env.CERTIFICATE), checkServerIdentity: () => undefined }
    });
    client.connect();
    await once(client, 'ready');
    return client;
}

/** A method of the client that calls back, as one that promises. */
const call = (client, method, ...values) => promisify(client[method]).call(client, ...values);

async function main() {
    const client = await connect();
    // NAMESPACE (RFC 2342), ID (RFC 2971)
    assert.deepStrictEqual(client.namespaces.personal, [{ prefix: '', delimiter: '/', extensions: undefined }]);
    assert.strictEqual((await call(client, 'id', { name: 'a test' })).name, 'Posthorn');

    await call(client, 'addBox', 'list');
    for (const [i, [date, subject, reference]] of LETTERS.entries()) {
        const text = `Date: ${date} 10:00:00 +0000\r\nSubject: ${subject}\r\nMessage-ID: <${i}@example.org>\r\n`
            + `${reference}\r\nhello\r\n`;
        await call(client, 'append', text, { mailbox: 'list' });
    }
    const box = await call(client, 'openBox', 'list', false);
    assert.strictEqual(box.messages.total, 3);
    assert.strictEqual(box.persistentUIDs, true);

    // SORT, THREAD (RFC 5256), ESEARCH (RFC 4731)
    assert.deepStrictEqual(await call(client, 'sort', ['SUBJECT', '-DATE'], ['ALL']), [2, 1, 3]);
    assert.deepStrictEqual(await call(client, 'thread', 'REFERENCES', ['ALL']), [[2], [1, 3]]);
    const found = await call(client, 'esearch', [['SUBJECT', 'beta']], ['MIN', 'MAX', 'COUNT']);
    assert.deepStrictEqual([found.min, found.max, found.count], [1, 3, 2]);

    // CONDSTORE (RFC 7162); its conditional STORE lacks the parentheses of §3.1.3 and is not used here
    assert.ok(Number(box.highestmodseq) > 0);
    await call(client, 'addFlags', 1, '\\Flagged');
    const changed = await call(client, 'search', [['MODSEQ', Number(box.highestmodseq) + 1]]);
    assert.deepStrictEqual(changed.map(Number), [1]);
    const status = await call(client, 'status', 'INBOX');
    assert.ok(Number(status.highestmodseq) > 0);

    // QUOTA (RFC 9208), MOVE (RFC 6851), UIDPLUS (RFC 4315), SPECIAL-USE (RFC 6154), UNSELECT (RFC 3691)
    const quota = await call(client, 'getQuotaRoot', 'list');
    assert.strictEqual(quota[''].storage.limit, 51200);
    await call(client, 'addBox', 'other');
    await call(client, 'move', 3, 'other');
    await call(client, 'addFlags', '1:2', '\\Deleted');
    await call(client, 'expunge', 1);
    assert.deepStrictEqual(await call(client, 'search', ['ALL']), [2]);
    const boxes = await call(client, 'getBoxes');
    assert.ok(Object.values(boxes).some(each => each.special_use_attrib === '\\Sent'));
    await call(client, 'closeBox', false);
    assert.strictEqual((await call(client, 'openBox', 'list', false)).messages.total, 1);

    // IDLE (RFC 2177): it idles whenever it has nothing to do
    const other = await connect();
    const told = once(client, 'mail');
    await call(other, 'append', 'Subject: new\r\n\r\nx\r\n', { mailbox: 'list' });
    assert.deepStrictEqual(await told, [1]);
    client.end();
    other.end();
    console.log('all went well');
}

main().catch(failure => {
    console.error(failure);
    process.exit(1);
});
