import { isObject, type Json } from './json.ts';
import { Template } from './template.ts';

type Step = string | number;

/** The template with something else at a path, or with nothing there. It fails where there is no such path. */
export function spoiled(template: Template, path: readonly Step[], change: (value: Json | undefined) => Json | undefined): Template {
  return new Template(changed(template.json, path, change) ?? null);
}

/** The same in a resource of a type: the first whose id has a word in it. */
export function spoiledIn(type: string, word: string, path: readonly Step[], change: (value: Json | undefined) => Json | undefined) {
  return (template: Template): Template => {
    const found = template.of(type).find(({ id }) => id.includes(word));
    if (found === undefined) {
      throw new Error(`expected ${type} with ${word}, found none`);
    }
    return spoiled(template, ['Resources', found.id, 'Properties', ...path], change);
  };
}

function changed(value: Json | undefined, path: readonly Step[], change: (value: Json | undefined) => Json | undefined): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) {
    return change(value);
  }
  if (Array.isArray(value) && typeof step === 'number' && step < value.length) {
    return value.flatMap((item: Json, index) => (index === step ? kept(changed(item, rest, change)) : [item]));
  }
  if (isObject(value) && typeof step === 'string' && (step in value || rest.length === 0)) {
    const others = Object.entries(value).filter(([name]) => name !== step);
    return Object.fromEntries([...others, ...kept(changed(value[step], rest, change)).map((item): [string, Json] => [step, item])]);
  }
  throw new Error(`expected ${String(step)} in ${JSON.stringify(value)?.slice(0, 200)}, found none`);
}

function kept(value: Json | undefined): readonly Json[] {
  return value === undefined ? [] : [value];
}
