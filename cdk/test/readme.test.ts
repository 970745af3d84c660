import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { ELSEWHERE, NAMES } from '../lib/context.ts';
import { project } from './where.ts';

const README = project('cdk/README.md');

/** The first column of the rows of a table below a heading. */
function rows(heading: string): readonly string[] {
  const [, section = ''] = README.split(`## ${heading}\n`);
  const [table = ''] = section.split('\n## ');
  return [...table.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => String(name));
}

test('the page has every name that the app knows, and no other', () => {
  deepEqual([...rows('What the app is told')].sort(), [...NAMES].sort());
  deepEqual([...rows('What is set elsewhere')].sort(), Object.keys(ELSEWHERE).sort());
});

test('the page has every property of the construct, and each says what holds without it', () => {
  const source = project('cdk/lib/image-delivery-props.ts');
  const [body = ''] = source.split('export interface ImageDeliveryProps {')[1]?.split('\n}\n') ?? [];
  const properties = [...body.matchAll(/\/\*\*([\s\S]*?)\*\/\s+readonly (\w+)(\??):/g)];
  deepEqual([...rows('What the construct is told')].sort(), properties.map(([, , name]) => String(name)).sort());
  for (const [, comment = '', name, optional] of properties) {
    ok(optional === '' || comment.includes('@default'), `${name} does not say what holds without it`);
  }
});
