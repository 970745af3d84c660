import { runInNewContext } from 'node:vm';
import { at, type Json, list, read } from '../json.ts';
import { SOURCES } from '../sources.ts';
import type { Template } from '../template.ts';
import type { Check } from './check.ts';

/** Whether the function of a behaviour answers whatever is asked, so that no origin is reached: it is run to see. */
function answersItself(template: Template, behaviour: Json): boolean {
  const judge = template.target(judgeOf(behaviour));
  const code = at(judge?.properties, 'FunctionCode');
  return typeof code === 'string' && ASKED.every((uri) => at(answered(code, uri), 'statusCode') === 200);
}

const ASKED = ['/_/demo', '/01.jpg', '/200w/default/01.jpg'];

/** What a function says to a request, if it is one that needs nothing from outside. */
function answered(code: string, uri: string): Json {
  const event = JSON.stringify({ request: { uri, method: 'GET', querystring: {}, headers: {} } });
  try {
    return read(String(runInNewContext(`${code}; JSON.stringify(handler(${event}))`)));
  } catch {
    return null;
  }
}

function judgeOf(behaviour: Json): Json | undefined {
  const both = [...list(at(behaviour, 'FunctionAssociations')), ...list(at(behaviour, 'LambdaFunctionAssociations'))];
  const judge = both.find((association) => at(association, 'EventType') === 'viewer-request');
  return at(judge, 'FunctionARN') ?? at(judge, 'LambdaFunctionARN');
}

/** The behaviours that reach an origin, with what a sentence calls them. */
function reaching(template: Template): readonly (readonly [string, Json])[] {
  return template.behaviours
    .filter((behaviour) => !answersItself(template, behaviour))
    .map((behaviour) => [String(at(behaviour, 'PathPattern') ?? 'the default'), behaviour]);
}

function isGroup(template: Template, id: Json | undefined): boolean {
  return list(at(template.distribution, 'OriginGroups', 'Items')).some((group) => at(group, 'Id') === id);
}

const judged: Check = {
  claim: 'every behaviour that reaches an origin is judged, and by the same',
  broken: (template) => {
    const judges = new Set<string>();
    const unjudged = reaching(template).flatMap(([name, behaviour]) => {
      const judge = template.target(judgeOf(behaviour));
      judges.add(judge?.id ?? 'nobody');
      return judge === undefined ? [`nobody judges what ${name} lets through`] : [];
    });
    return judges.size > 1 ? [...unjudged, `there are several judges: ${[...judges].join(', ')}`] : unjudged;
  },
};

const made: Check = {
  claim: 'what is missing is made, whichever behaviour it is asked through',
  broken: (template) => [
    ...reaching(template).flatMap(([name, behaviour]) => {
      const triggers = list(at(behaviour, 'LambdaFunctionAssociations')).map((association) => at(association, 'EventType'));
      const isMade = isGroup(template, at(behaviour, 'TargetOriginId')) || triggers.includes('origin-response');
      return isMade ? [] : [`nobody makes what is missing behind ${name}`];
    }),
    ...list(at(template.distribution, 'OriginGroups', 'Items')).flatMap((group) => {
      const codes = list(at(group, 'FailoverCriteria', 'StatusCodes', 'Items'));
      const missing = [403, 404, 500, 502, 503, 504].filter((code) => !codes.includes(code));
      return missing.map((code) => `the function is not asked where the bucket says ${code}`);
    }),
  ],
};

const numbered: Check = {
  claim: 'what runs at the edge is a numbered version',
  broken: (template) =>
    template.behaviours
      .flatMap((behaviour) => list(at(behaviour, 'LambdaFunctionAssociations')))
      .filter((association) => template.target(at(association, 'LambdaFunctionARN'))?.type !== 'AWS::Lambda::Version')
      .map((association) => `${JSON.stringify(at(association, 'LambdaFunctionARN'))} is no version`),
};

const pathAlone: Check = {
  claim: 'the path alone is the key of the cache, and what must not be kept is not',
  broken: (template) =>
    reaching(template).flatMap(([name, behaviour]) => {
      const config = at(template.target(at(behaviour, 'CachePolicyId'))?.properties, 'CachePolicyConfig');
      const key = at(config, 'ParametersInCacheKeyAndForwardedToOrigin');
      const parts = ['HeadersConfig.HeaderBehavior', 'CookiesConfig.CookieBehavior', 'QueryStringsConfig.QueryStringBehavior'];
      return [
        ...parts.filter((part) => at(key, ...part.split('.')) !== 'none').map((part) => `${name} has ${part} in its key`),
        ...['EnableAcceptEncodingGzip', 'EnableAcceptEncodingBrotli'].filter((part) => at(key, part) !== false).map((part) => `${name} has ${part} in its key`),
        ...(at(config, 'MinTTL') === 0 ? [] : [`${name} keeps what must not be kept`]),
        ...(at(behaviour, 'ForwardedValues') === undefined ? [] : [`${name} has ForwardedValues`]),
      ];
    }),
};

/** CloudFront's own policy that hands on the headers of a preflight and nothing else. */
const CORS_S3_ORIGIN = '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf';

const preflights: Check = {
  claim: 'whoever may ask what he may is handed on, and nothing else is',
  broken: (template) =>
    reaching(template).flatMap(([name, behaviour]) => {
      const asks = list(at(behaviour, 'AllowedMethods')).includes('OPTIONS');
      const handsOn = at(behaviour, 'OriginRequestPolicyId');
      return handsOn === (asks ? CORS_S3_ORIGIN : undefined) ? [] : [`${name} hands on ${String(handsOn)}`];
    }),
};

const reading: Check = {
  claim: 'viewers may read, by TLS, and nothing else',
  broken: (template) =>
    template.behaviours.flatMap((behaviour) => [
      ...list(at(behaviour, 'AllowedMethods')).filter((method) => !['GET', 'HEAD', 'OPTIONS'].includes(String(method))).map((method) => `viewers may ${String(method)}`),
      ...(at(behaviour, 'ViewerProtocolPolicy') === 'redirect-to-https' ? [] : ['viewers may go without TLS']),
    ]),
};

const headers: Check = {
  claim: 'answers say nosniff, an SVG is in a sandbox, and Vary stands where auto is permitted',
  broken: (template) => [
    ...reaching(template).flatMap(([name, behaviour]) => {
      const config = at(template.target(at(behaviour, 'ResponseHeadersPolicyId'))?.properties, 'ResponseHeadersPolicyConfig');
      const security = at(config, 'SecurityHeadersConfig');
      const vary = list(at(config, 'CustomHeadersConfig', 'Items')).map((header) => `${String(at(header, 'Header'))}: ${String(at(header, 'Value'))}`);
      const csp = at(security, 'ContentSecurityPolicy', 'ContentSecurityPolicy');
      return [
        ...(at(security, 'ContentTypeOptions', 'Override') === true ? [] : [`${name} does not say nosniff`]),
        ...(csp === SOURCES.sandbox ? [] : [`${name} has no sandbox, as the server has it`]),
        ...(vary.includes('Vary: Accept') ? [] : [`${name} does not say Vary: Accept`]),
      ];
    }),
    ...['*.svg', '*.SVG'].filter((svg) => !reaching(template).some(([name]) => name === svg)).map((svg) => `there is no behaviour for ${svg}`),
  ],
};

export const BEHAVIOURS: readonly Check[] = [judged, made, numbered, pathAlone, preflights, reading, headers];
