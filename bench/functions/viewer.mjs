// What viewer-request adds to a request, in the Node that Lambda runs: the real addon, loaded by the
// real shim from a package's folder, answers the events of the tests. Beside it stands a handler that
// gives the request back and does nothing else.
//
//     node bench/functions/viewer.mjs FOLDER EVENTS [ROUNDS]
//
// FOLDER is a package's: index.mjs, addon.node, and sizewise.toml if there is one. Refusals write their
// lines to stdout, so what was measured stands on stderr. It fails when an event costs more than it may.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { heading, row, timed } from './timed.mjs';

const MOST_MEAN = 200; // µs
const MOST_P99 = 1_000;

const [folder, events, rounds = '600'] = process.argv.slice(2);
const shim = pathToFileURL(resolve(folder, 'index.mjs')).href;
const names = readdirSync(events).filter((name) => /^[^.]+\.json$/.test(name));
const texts = names.map((name) => readFileSync(join(events, name), 'utf8'));

const { handler } = await import(shim);
const passing = async (event) => event.Records[0].cf.request;

// From the start of Node to its first answer; an answer that says nothing to the log.
function started(code) {
    const times = Array.from({ length: 11 }, () => {
        const began = process.hrtime.bigint();
        execFileSync(process.execPath, ['--input-type=module', '-e', code]);
        return Number(process.hrtime.bigint() - began) / 1e6;
    });
    return times.sort((a, b) => a - b)[5];
}

const answers = await Promise.all(texts.map((text) => handler(JSON.parse(text))));
const on = texts.filter((_, at) => !answers[at].status);
const refused = texts.filter((_, at) => answers[at].status);
const first = `const { handler } = await import(${JSON.stringify(shim)}); await handler(${on[0]});`;

const measured = (handle, texts) => timed(handle, texts, Number(rounds));
const empty = await measured(passing, texts);
const ours = await measured(handler, texts);
heading(`${ours.events} events of ${texts.length} kinds, µs`);
row('handed back, nothing done', empty);
row('viewer-request', ours);
row('  what goes on', await measured(handler, on));
row('  what is refused, and told', await measured(handler, refused));
console.error(`resident memory: ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB, of 128 MB`);
console.error(`from the start of Node to the first answer: ${started(first).toFixed(0)} ms; Node alone: ${started('').toFixed(0)} ms`);
console.error(`addon: ${statSync(join(folder, 'addon.node')).size} bytes`);

if (ours.mean - empty.mean > MOST_MEAN || ours.p99 > MOST_P99) {
    throw new Error(`expected at most ${MOST_MEAN} µs more for an event, and ${MOST_P99} µs for 99 of 100`);
}
