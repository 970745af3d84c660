/** What stands in a template. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export type JsonObject = { readonly [name: string]: Json };

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands at a path, if anything does. */
export function at(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  return path.reduce<Json | undefined>((now, step) => {
    if (typeof step === 'number') {
      return Array.isArray(now) ? now[step] : undefined;
    }
    return isObject(now) ? now[step] : undefined;
  }, value);
}

/** A list, also where one thing stands for a list of one, or nothing for none. */
export function list(value: Json | undefined): readonly Json[] {
  if (value === undefined) {
    return [];
  }
  return Array.isArray(value) ? value : [value as Json];
}

export function read(text: string): Json {
  return JSON.parse(text) as Json;
}
