// The built function, run as CloudFront would, but in Node: its two modules are stood in for.
import { createHmac } from 'node:crypto';
import { createContext, Script } from 'node:vm';

/** Method, path, query, the lines of Accept, the time, and what is decided. */
export type Case = readonly [string, string, string, string, number, Decided];

export type Decided = 'pass' | { readonly go: string } | { readonly refuse: readonly [number, string] };

/** What the runtime hands a function. */
interface Event {
  readonly request: {
    readonly method: string;
    uri: string;
    querystring: object;
    readonly headers: object;
    readonly rawQueryString?: () => string | undefined;
  };
}

export interface Answer {
  readonly uri?: string;
  readonly querystring?: object;
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, { readonly value: string }>>;
  readonly body?: { readonly data: string };
}

export type Handler = (event: Event) => Answer | Promise<Answer>;

/** The handler, with these keys in its store, or what else stands there, and this clock. */
export function handlerOf(code: string, keys: unknown, clock: { now: number }): Handler {
  const isThere = !Array.isArray(keys) || keys.length > 0;
  const cf = { kvs: () => ({ get: () => (isThere ? Promise.resolve(keys) : Promise.reject(new Error('no such key'))) }) };
  class Clock extends Date {
    static override now(): number {
      return clock.now * 1000;
    }
  }
  const modules = { crypto: { createHmac } };
  const context = createContext({ cf, modules, Buffer, Date: Clock });
  const script = code.replace(/^import (\w+) from'cloudfront';/, 'const $1=cf;').replace(/require\('crypto'\)/, 'modules.crypto');
  return new Script(`${script};handler`).runInContext(context);
}

/** The event of a request; the runtime gives the raw query by a method. */
export function eventOf([method, uri, query, accept]: Case): Event {
  const lines = accept.split('\n').map((value) => ({ value }));
  const [first] = lines;
  const header = lines.length > 1 ? { value: first?.value, multiValue: lines } : first;
  const headers = accept === '' ? {} : { accept: header };
  return { request: { method, uri, querystring: { stays: { value: '' } }, headers, rawQueryString: () => query } };
}

/** What an answer says was decided. */
export function decidedBy(answer: Answer, method: string): Decided {
  if (answer.statusCode !== undefined) {
    const detail = method === 'HEAD' ? '' : JSON.parse(answer.body?.data ?? '').detail;
    return { refuse: [answer.statusCode, detail] };
  }
  return Object.keys(answer.querystring ?? {}).length > 0 ? 'pass' : { go: answer.uri ?? '' };
}
