import { project } from './where.ts';

/** What the functions say and go by, read from where it is written, so that nothing is typed twice. */
export const SOURCES = {
  cacheTagHeader: constant('fulfil/src/label.rs', 'CACHE_TAG_HEADER'),
  variantTag: pair('fulfil/src/label.rs', 'KIND'),
  sandbox: one('site/src/reply.rs', /SANDBOX: HeaderValue = HeaderValue::from_static\(\s*"([^"]+)"/),
  exposed: one('site/src/cors.rs', /EXPOSED: HeaderValue =\s*HeaderValue::from_static\("([^"]+)"/),
  namespace: constant('edge/src/told.rs', 'NAMESPACE'),
  dimension: constant('edge/src/told.rs', 'DIMENSION'),
  originalsHeader: constant('edge/src/origin.rs', 'ORIGINALS'),
  environment: ['ORIGINALS', 'VARIANTS', 'FRONT'].map((name) => constant('origin-response/src/url.rs', name)),
  errorsRemembered: Number(one('src/policy/default.toml', /error_cache_control = "public, max-age=(\d+)"/)),
};

/** The metrics that each function tells. */
export const TOLD: Readonly<Record<string, readonly string[]>> = {
  [constant('origin-response/src/told.rs', 'TRIGGER')]: counted('origin-response/src/told.rs'),
  [constant('origin-response/src/url.rs', 'FUNCTION')]: counted('origin-response/src/told.rs'),
};

/** What is counted by name, always or once, and the stages. */
function counted(path: string): readonly string[] {
  const patterns = [/\.counted\("(\w+)"/g, /once\(told, "(\w+)"/g, /\("\w+", "(\w+Time)"\)/g];
  return patterns.flatMap((pattern) => [...project(path).matchAll(pattern)].map(([, name]) => String(name)));
}

function constant(path: string, name: string): string {
  return one(path, new RegExp(`const ${name}: &str = "([^"]+)"`));
}

function pair(path: string, name: string): readonly [string, string] {
  const text = one(path, new RegExp(`const ${name}: \\(&str, &str\\) = \\(([^)]+)\\)`));
  const [first = '', second = ''] = text.split(', ').map((word) => word.replaceAll('"', ''));
  return [first, second];
}

function one(path: string, pattern: RegExp): string {
  const found = pattern.exec(project(path))?.[1];
  if (found === undefined) {
    throw new Error(`expected ${pattern} in ${path}, found none`);
  }
  return found;
}
