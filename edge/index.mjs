// What Lambda's Node calls. The function itself is in the addon beside this file, which knows CloudFront;
// this file knows neither. It is the same for both triggers: one answers at once, the other with a promise.
import { createRequire } from 'node:module';

const addon = createRequire(import.meta.url)('./addon.node');
addon.open(import.meta.dirname);

export const handler = async (event) => JSON.parse(await addon.handle(JSON.stringify(event)));
