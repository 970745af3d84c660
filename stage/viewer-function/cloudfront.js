// The module that CloudFront has for its functions: a store of texts by their names, here that of a file.
import { readFileSync } from 'node:fs';

const texts = JSON.parse(readFileSync(new URL('../../store.json', import.meta.url), 'utf8'));

const get = async (name, { format } = {}) => {
  if (!(name in texts)) throw new Error(`KeyNotFound: ${name}`);
  return format === 'json' ? JSON.parse(texts[name]) : texts[name];
};

export default { kvs: () => ({ get }) };
