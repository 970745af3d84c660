import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { CDK } from './where.ts';

/** The folder's name says the version. */
const VENV = resolve(CDK, '../target/cfn-lint-1.58.0');

/** Where cfn-lint is, once `npm run tools` has been there. */
export const CFN_LINT = resolve(VENV, 'bin/cfn-lint');

function installed(): boolean {
  const steps: readonly (readonly [string, ...string[]])[] = [
    ['python3', '-m', 'venv', VENV],
    [resolve(VENV, 'bin/python'), '-m', 'pip', 'install', '--quiet', 'cfn-lint==1.58.0'],
  ];
  return steps.every(([command, ...args]) => spawnSync(command, args, { stdio: 'inherit' }).status === 0);
}

if (process.argv[1] === import.meta.filename && !existsSync(CFN_LINT) && !installed()) {
  rmSync(VENV, { recursive: true, force: true });
  console.error('NOT RUN: cfn-lint cannot be installed here');
}
