import { equal, match } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { spoiledIn } from './spoiled.ts';
import { delivery, synthesized } from './synthesis.ts';
import type { Template } from './template.ts';
import { CFN_LINT } from './tools.ts';
import { VARIATIONS } from './variations.ts';

/** What cfn-lint has to say of templates. W3005 is of what CDK writes down twice: that something is made after what it names. */
function lint(templates: Readonly<Record<string, Template>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sizewise-templates-'));
  const files = Object.entries(templates).map(([name, template]) => {
    const file = join(folder, `${name.replace(/\W+/g, '-')}.template.json`);
    writeFileSync(file, JSON.stringify(template.json));
    return file;
  });
  const { stdout, stderr } = spawnSync(CFN_LINT, ['--ignore-checks', 'W3005', '--', ...files], { encoding: 'utf8' });
  return `${stdout}${stderr}`.trim();
}

if (existsSync(CFN_LINT)) {
  test('cfn-lint has nothing to say of any variation', () => {
    const all = Object.entries(VARIATIONS).flatMap(([variation, context]) =>
      [...synthesized(context)].map(([stack, template]) => [`${variation} ${stack}`, template] as const),
    );
    equal(lint(Object.fromEntries(all)), '');
  });

  test('cfn-lint has something to say of what is wrong', () => {
    const wrong = spoiledIn('AWS::Lambda::Function', 'Render', ['Timeout'], () => 'soon')(delivery({ topology: 'regional' }));
    match(lint({ wrong }), /E3012 'soon' is not of type 'integer'/);
  });
} else {
  console.error('NOT RUN: cfn-lint, which npm run tools could not install');
}
