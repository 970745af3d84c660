// The two forms of viewer-request beside each other, in Node: the CloudFront Function, and the Rust addon in its shim. The
// events of the tests are answered by both.
//
//     node bench/functions/edge.mjs CDK GRAMMAR EVENTS [FOLDER] [ROUNDS]
//
// CDK is the folder where cdk/ has been compiled to (cdk/dist). GRAMMAR is what `sizewise grammar --json` printed for the
// policy to be measured. FOLDER is a package's, as viewer.mjs takes it; without it, or where it is `-`, only the
// function is measured. CloudFront runs functions on an engine of its own, so its times differ; their proportions tell
// what is dear. Refusals of the addon write their lines to stdout, so what was measured stands on stderr.
import { createHmac } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createContext, Script } from 'node:vm';
import { heading, row, timed } from './timed.mjs';

const MOST_MEAN = 200; // µs

const [cdk, grammarFile, events, folder = '-', rounds = '600'] = process.argv.slice(2);
const { MOST_BYTES, viewerRequestCode } = await import(pathToFileURL(resolve(cdk, 'function/build.js')).href);
const grammar = JSON.parse(readFileSync(grammarFile, 'utf8'));
const names = readdirSync(events).filter((name) => /^[^.]+\.json$/.test(name));
const texts = names.map((name) => readFileSync(join(events, name), 'utf8'));

// What the runtime would give it: two modules, and keys that are in no code.
function handlerOf(code) {
    const cf = { kvs: () => ({ get: async () => ['0123456789abcdef'] }) };
    const context = createContext({ cf, modules: { crypto: { createHmac } }, Buffer });
    const script = code.replace(/^import (\w+) from'cloudfront';/, 'const $1=cf;').replace(/require\('crypto'\)/, 'modules.crypto');
    return new Script(`${script};handler`).runInContext(context);
}

// The same request, as a CloudFront Function is told it.
function toFunction(text) {
    const { method, uri, querystring, headers } = JSON.parse(text).Records[0].cf.request;
    const lines = Object.entries(headers).map(([name, multiValue]) => [name, { value: multiValue[0].value, multiValue }]);
    return { version: '1.0', request: { method, uri, querystring: {}, headers: Object.fromEntries(lines), rawQueryString: () => querystring } };
}

heading(`${rounds} times ${texts.length} kinds of events, µs`);
const measured = [];
for (const hasKeys of [false, true]) {
    const { code, problems } = viewerRequestCode({ ...grammar, has_signing_keys: hasKeys });
    const bytes = Buffer.byteLength(code);
    const time = await timed(handlerOf(code), texts, Number(rounds), toFunction);
    row(`function${hasKeys ? ' with keys' : ''}`, time);
    measured.push({ bytes, problems, time });
}
if (folder !== '-') {
    const { handler } = await import(pathToFileURL(resolve(folder, 'index.mjs')).href);
    row('addon', await timed(handler, texts, Number(rounds)));
} else {
    console.error('addon: NOT RUN: no folder of a package was given');
}
for (const { bytes, problems } of measured) console.error(`code: ${bytes} bytes of ${MOST_BYTES}${problems.map((problem) => `; ${problem}`).join('')}`);

if (measured.some(({ problems, time }) => problems.length > 0 || time.mean > MOST_MEAN)) {
    throw new Error(`expected functions without a problem that take at most ${MOST_MEAN} µs for an event`);
}
