import { equal } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { placeholders } from './packages.ts';
import type { Context } from './synthesis.ts';
import { VARIATIONS } from './variations.ts';
import { CDK } from './where.ts';

/** `cdk synth` as a person types it, with no account, no credentials and no network. */
function synth(context: Context) {
  const output = mkdtempSync(join(tmpdir(), 'sizewise-synth-'));
  const said = Object.entries(context).flatMap(([name, value]) => ['--context', `${name}=${value}`]);
  const { status, stdout, stderr } = spawnSync(join(CDK, 'node_modules/.bin/cdk'), ['synth', '--quiet', '--no-notices', '--output', output, ...said], {
    cwd: CDK,
    encoding: 'utf8',
    // Whoever reaches for credentials or for the network finds none.
    env: { PATH: process.env['PATH'], HOME: output, HTTPS_PROXY: 'http://127.0.0.1:9', AWS_EC2_METADATA_DISABLED: 'true' },
  });
  const templates = readdirSync(output).filter((file) => file.endsWith('.template.json'));
  return { status, said: `${stdout}${stderr}`, templates: templates.sort() };
}

const packages = process.env['PACKAGES'] ?? placeholders();

const SYNTHESIZED: Readonly<Record<string, readonly string[]>> = {
  'edge': ['Sizewise.template.json'],
  'regional': ['Sizewise.template.json'],
  'edge, all on': ['Sizewise-eu-west-1.template.json', 'Sizewise-us-east-2.template.json', 'Sizewise.template.json'],
  'regional in another Region, all on': ['Sizewise-firewall.template.json', 'Sizewise-global.template.json', 'Sizewise.template.json'],
  'regional, with existing buckets for each': ['Sizewise.template.json'],
};

for (const [variation, expected] of Object.entries(SYNTHESIZED)) {
  test(`cdk synth makes ${variation}, offline`, () => {
    const { status, said, templates } = synth({ region: 'us-east-1', packages, ...VARIATIONS[variation] });
    equal(status, 0, said);
    equal(templates.join(' '), expected.join(' '));
    // An existing bucket is not changed, and not in silence.
    const isExisting = variation.includes('existing');
    equal(/a bucket is not made here, so it is not changed: the output PolicyToAdd says what to add to it/.test(said), isExisting, said);
    equal(/the output LifecycleToAdd says what to add to it/.test(said), isExisting, said);
  });
}

test('without packages, it says how to make them, and nothing of calls', () => {
  const { status, stderr } = spawnSync('node', [join(CDK, 'dist/bin/app.js')], {
    encoding: 'utf8',
    // As `cdk` starts it: with a folder for templates, without which nothing is synthesized by itself.
    env: { PATH: process.env['PATH'], CDK_OUTDIR: mkdtempSync(join(tmpdir(), 'sizewise-synth-')), CDK_CONTEXT_JSON: JSON.stringify({ packages: '/nowhere' }) },
  });
  equal(status, 1);
  equal(stderr, 'expected grammar.json in /nowhere, found none: run make package first\n');
});
