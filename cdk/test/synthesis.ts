import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { stacks } from '../lib/stacks.ts';
import { at, isObject, read } from './json.ts';
import { placeholders } from './packages.ts';
import { Template } from './template.ts';
import { CDK } from './where.ts';

export type Context = Readonly<Record<string, string>>;

const PLACEHOLDERS = placeholders();

/** The app as it is started, with what `-c` would say. */
export function app(context: Context): App {
  const own = at(read(readFileSync(join(CDK, 'cdk.json'), 'utf8')), 'context');
  const made = new App({
    context: { ...(isObject(own) && own), packages: PLACEHOLDERS, region: 'us-east-1', ...context },
    analyticsReporting: false,
  });
  stacks(made);
  return made;
}

/** The templates of the app, by the names of their stacks. */
export function synthesized(context: Context): ReadonlyMap<string, Template> {
  const name = JSON.stringify(context);
  const templates = MADE.get(name) ?? made(context);
  MADE.set(name, templates);
  return templates;
}

/** Nobody changes a template, so each is made once. */
const MADE = new Map<string, ReadonlyMap<string, Template>>();

function made(context: Context): ReadonlyMap<string, Template> {
  const { stacks } = app(context).synth();
  return new Map(stacks.map((stack) => [stack.stackName, new Template(read(JSON.stringify(stack.template)))]));
}

/** The stack with the distribution. */
export function delivery(context: Context): Template {
  const template = synthesized(context).get('Sizewise');
  if (template === undefined) {
    throw new Error('expected a stack Sizewise');
  }
  return template;
}
