// CloudFront Functions, for who asks in the shape of Lambda@Edge: the function beside this file is asked in the shape of
// its own events, and what it says goes back in the other. `function.mjs` is its code, with an export at the end.
import { createRequire } from 'node:module';

// Such functions are modules that may also require, and one of their modules is there in CloudFront alone.
globalThis.require = createRequire(import.meta.url);
const { handler: decide } = await import('./function.mjs');

const mapped = (object, change) => Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value, name)]));

const valued = (values) => (values.length > 1 ? { value: values[0], multiValue: values.map((value) => ({ value })) } : { value: values[0] });

// CloudFront takes a query apart and decodes nothing of it.
const parameters = (query) => {
  const found = {};
  for (const pair of query.split('&').filter((pair) => pair !== '')) {
    const [, name, value = ''] = /^([^=]*)=?(.*)$/s.exec(pair);
    (found[name] ??= []).push(value);
  }
  return mapped(found, valued);
};

const written = (parameters) =>
  Object.entries(parameters)
    .flatMap(([name, { value, multiValue }]) => (multiValue ?? [{ value }]).map((each) => `${name}=${each.value}`))
    .join('&');

const asked = ({ config, request }) => ({
  version: '1.0',
  context: {
    distributionDomainName: config.distributionDomainName,
    distributionId: config.distributionId,
    eventType: config.eventType,
    requestId: config.requestId,
  },
  viewer: { ip: request.clientIp },
  request: {
    method: request.method,
    uri: request.uri,
    querystring: parameters(request.querystring),
    headers: mapped(request.headers, (values) => valued(values.map(({ value }) => value))),
    cookies: {},
    rawQueryString: () => (request.querystring === '' ? undefined : request.querystring),
  },
});

export const handler = async (event) => {
  const { cf } = event.Records[0];
  const told = await decide(asked(cf));
  if (told.statusCode === undefined) return { ...cf.request, uri: told.uri, querystring: written(told.querystring) };
  return {
    status: String(told.statusCode),
    statusDescription: told.statusDescription,
    headers: mapped(told.headers, ({ value }, key) => [{ key, value }]),
    body: told.body?.data ?? '',
  };
};
