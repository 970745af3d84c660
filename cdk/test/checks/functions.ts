import { at, list } from '../json.ts';
import { SOURCES } from '../sources.ts';
import { statements } from '../statements.ts';
import type { Resource, Template } from '../template.ts';
import type { Check } from './check.ts';

const narrow: Check = {
  claim: 'no action is a wildcard, and CloudFront may not list',
  broken: (template) => {
    const allowed = statements(template).filter(({ effect }) => effect === 'Allow');
    return [
      ...allowed.flatMap(({ actions }) => actions).filter((action) => action.includes('*')).map((action) => `${action} is a wildcard`),
      ...allowed.filter(({ bucket, actions }) => bucket !== undefined && actions.some((action) => action !== 's3:GetObject')).map(({ bucket, actions }) => `the policy of ${bucket} permits ${actions.join(', ')}`),
      ...allowed.filter(({ json, bucket }) => bucket !== undefined && at(json, 'Condition', 'StringEquals', 'AWS:SourceArn') === undefined).map(({ bucket }) => `the policy of ${bucket} is for every distribution`),
      ...template.of('AWS::IAM::Role').filter(({ properties }) => list(properties['ManagedPolicyArns']).length > 0).map(({ id }) => `${id} has what others manage`),
    ];
  },
};

const ending: Check = {
  claim: 'every line goes into a log group that ends, and nobody makes one that does not',
  broken: (template) => [
    ...template.of('AWS::Logs::LogGroup').filter(({ properties }) => !(Number(properties['RetentionInDays']) > 0)).map(({ id }) => `${id} keeps lines for ever`),
    ...template.of('AWS::Lambda::Function').filter(({ properties }) => template.target(at(properties, 'LoggingConfig', 'LogGroup'))?.type !== 'AWS::Logs::LogGroup').map(({ id }) => `${id} has no log group of its own`),
    ...template.of('AWS::CloudFront::Function').filter(({ properties }) => /console\./.test(template.text(properties['FunctionCode']))).map(({ id }) => `${id} writes into a log group that CloudFront makes, which never ends`),
    ...statements(template).filter(({ actions }) => actions.includes('logs:CreateLogGroup')).map(({ role }) => `${role} may make log groups`),
  ],
};

const bounded: Check = {
  claim: 'every function has its memory and its time, within what its place has',
  broken: (template) =>
    template.of('AWS::Lambda::Function').flatMap((made) => {
      const [memory, seconds] = [Number(made.properties['MemorySize']), Number(made.properties['Timeout'])];
      const { most, least, longest } = boundsOf(template, made);
      return memory > 0 && memory <= most && seconds >= least && seconds <= longest ? [] : [`${made.id} has ${memory} MB and ${seconds} s`];
    }),
};

interface Bounds {
  readonly most: number;
  readonly least: number;
  readonly longest: number;
}

/** Behind a URL, 26 s pass at most until an answer begins, and what it has above 6 of 200 MB is sent at 2 MB a second. */
function boundsOf(template: Template, made: Resource): Bounds {
  if (isJudge(template, made)) {
    return { most: 128, least: 1, longest: 5 };
  }
  const isBehindUrl = template.of('AWS::Lambda::Url').some(({ properties }) => template.target(at(properties, 'TargetFunctionArn'))?.id === made.id);
  return isBehindUrl ? { most: 10240, least: 26 + (200 - 6) / 2, longest: 900 } : { most: 10240, least: 26, longest: 30 };
}

function isJudge(template: Template, made: Resource): boolean {
  return template.behaviours
    .flatMap((behaviour) => list(at(behaviour, 'LambdaFunctionAssociations')))
    .filter((association) => at(association, 'EventType') === 'viewer-request')
    .map((association) => template.target(at(association, 'LambdaFunctionARN')))
    .some((version) => template.target(at(version?.properties, 'FunctionName'))?.id === made.id);
}

const atHome: Check = {
  claim: 'what runs at the edge may run there',
  broken: (template) =>
    template.of('AWS::Lambda::Version').flatMap(({ id, properties }) => {
      const made = template.target(properties['FunctionName']);
      const role = template.target(made?.properties['Role'])?.properties['AssumeRolePolicyDocument'];
      const services = list(at(role, 'Statement')).map((statement) => at(statement, 'Principal', 'Service'));
      const runtime = String(made?.properties['Runtime']);
      return [
        ...['lambda.amazonaws.com', 'edgelambda.amazonaws.com'].filter((service) => !services.includes(service)).map((service) => `${service} may not take the role of ${id}`),
        ...(runtime.startsWith('nodejs') ? [] : [`${id} runs on ${runtime}`]),
        ...(made?.properties['Environment'] === undefined ? [] : [`${id} has an environment`]),
      ];
    }),
};

const told: Check = {
  claim: 'the function behind a URL is told where pictures are, in the names that it reads',
  broken: (template) =>
    template.of('AWS::Lambda::Url').flatMap(({ properties }) => {
      const made = template.target(properties['TargetFunctionArn']);
      const variables = at(made?.properties, 'Environment', 'Variables');
      return SOURCES.environment.filter((name) => at(variables, name) === undefined).map((name) => `${name} is not said`);
    }),
};

export const FUNCTIONS: readonly Check[] = [narrow, ending, bounded, atHome, told];
