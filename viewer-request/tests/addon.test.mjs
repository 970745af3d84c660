// The addon as Node sees it. FOLDER is a package's, with the shim and the addon in it:
//
//     FOLDER=target/edge/viewer-request node --test viewer-request/tests/addon.test.mjs
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

assert.ok(process.env.FOLDER, 'expected the folder of a package in FOLDER, found none');
const folder = resolve(process.env.FOLDER);
const { handler } = await import(pathToFileURL(join(folder, 'index.mjs')).href);
const addon = createRequire(import.meta.url)(join(folder, 'addon.node'));

const event = (request) => ({
    Records: [{
        cf: {
            config: { eventType: 'viewer-request' },
            request: { clientIp: '203.0.113.178', method: 'GET', uri: '/01.jpg', querystring: '', headers: {}, ...request },
        },
    }],
});

test('a query becomes a path, and all else stays as it came', async () => {
    const asked = event({ querystring: 'width=200&height=400&style=bw', tomorrow: [1.5, null, '\u{1f600}'] });
    const expected = { ...asked.Records[0].cf.request, uri: '/400h200w/bw/01.jpg', querystring: '' };
    assert.deepEqual(await handler(asked), expected);
});

test('what cannot be read is answered with a problem', async () => {
    for (const rubbish of [{}, [], null, 1, 'text', { Records: 'x' }, 'x'.repeat(10_000_000)]) {
        assert.equal((await handler(rubbish)).status, '500');
    }
    for (const text of ['', '{', '\0', '['.repeat(1_000_000), '\ud800', JSON.stringify({ a: '\ud800' })]) {
        assert.equal(JSON.parse(addon.handle(text)).status, '500');
    }
});

test('half of a character in a path is no event, and the next one is answered', async () => {
    assert.equal((await handler(event({ uri: '/\ud800.jpg' }))).status, '500');
    assert.equal((await handler(event({ uri: '/\u{1f600}.jpg', querystring: 'w=200' }))).uri, '/200w/default/%F0%9F%98%80.jpg');
});

test('what is no text is thrown back, and the process lives', async () => {
    for (const rubbish of [undefined, null, 1, {}, Symbol('x')]) {
        assert.throws(() => addon.handle(rubbish));
    }
    await assert.rejects(handler(undefined));
    await assert.rejects(handler(1n));
    assert.equal((await handler(event({}))).uri, '/01.jpg');
});

test('a thousand events at once are answered, each with its own', async () => {
    const asked = Array.from({ length: 1_000 }, (_, n) => event({ uri: `/${n}.jpg`, querystring: 'w=200' }));
    const answers = await Promise.all(asked.map(handler));
    answers.forEach((answer, n) => assert.equal(answer.uri, `/200w/default/${n}.jpg`));
});

test('a policy that cannot be read is thrown when the package is opened', async () => {
    const broken = mkdtempSync(join(tmpdir(), 'sizewise-'));
    try {
        cpSync(join(folder, 'index.mjs'), join(broken, 'index.mjs'));
        cpSync(join(folder, 'addon.node'), join(broken, 'addon.node'));
        writeFileSync(join(broken, 'sizewise.toml'), 'sizes = "every"\n');
        await assert.rejects(import(pathToFileURL(join(broken, 'index.mjs')).href), /sizewise\.toml.*expected/s);
        assert.throws(() => addon.open(join(broken, 'nowhere')), /expected a package's folder, found none/);
    } finally {
        rmSync(broken, { recursive: true });
    }
});
