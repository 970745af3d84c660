import { equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { demoCode } from '../lib/demo.ts';
import { at, list, read } from './json.ts';
import { tables } from './packages.ts';

const answer = read(String(runInNewContext(`${demoCode()}; JSON.stringify(handler({ request: {} }))`)));
const page = String(at(answer, 'body', 'data'));

test('the demo is a page, small enough for a function', () => {
  equal(at(answer, 'statusCode'), 200);
  match(page, /^<!doctype html>/);
  ok(demoCode().length < 10_240, `${demoCode().length} bytes`);
});

test('the demo asks by names that the grammar has', () => {
  const known = list(at(read(JSON.stringify(tables())), 'options')).map((option) => at(option, 'name'));
  const asked = [...page.matchAll(/ id="(\w+)"/g)].map(([, name]) => name).filter((name) => name !== 'key');
  equal(asked.length, 5);
  ok(asked.every((name) => known.includes(String(name))), asked.join(', '));
});

test('the demo shows pictures of its own site, and loads nothing else', () => {
  match(String(at(answer, 'headers', 'content-security-policy', 'value')), /^default-src 'none'; img-src 'self';/);
  equal(/(src|href)="http/.test(page), false);
});
