import { at, isObject, type Json, list, read } from '../json.ts';
import { SOURCES, TOLD } from '../sources.ts';
import type { Template } from '../template.ts';
import type { Check } from './check.ts';

/** What AWS counts, of that which we look at. */
const COUNTED_BY_AWS: Readonly<Record<string, readonly string[]>> = {
  'AWS/Lambda': ['Throttles', 'Errors'],
  'AWS/CloudFront': ['Requests', 'BytesDownloaded', '4xxErrorRate', '5xxErrorRate', 'CacheHitRate', 'FunctionExecutionErrors', 'FunctionValidationErrors', 'FunctionThrottles'],
};

interface Seen {
  readonly where: string;
  readonly namespace: string;
  readonly name: string;
  /** The function that should tell it. */
  readonly teller: string | undefined;
}

function ofAlarms(template: Template): readonly Seen[] {
  return template.of('AWS::CloudWatch::Alarm').map(({ id, properties }) => ({
    where: id,
    namespace: String(properties['Namespace']),
    name: String(properties['MetricName']),
    teller: teller(list(properties['Dimensions']).map((one) => [String(at(one, 'Name')), String(at(one, 'Value'))])),
  }));
}

/** In a dashboard a metric is a list: its namespace, its name, its dimensions one after the other, and how it is drawn. */
function ofDashboards(template: Template): readonly Seen[] {
  return template.of('AWS::CloudWatch::Dashboard').flatMap(({ id, properties }) => {
    const body = read(template.text(properties['DashboardBody']));
    const metrics = list(at(body, 'widgets')).flatMap((widget) => list(at(widget, 'properties', 'metrics')));
    return metrics.map((metric) => {
      const [namespace, name, ...rest] = list(metric).filter((part) => !isObject(part));
      return { where: id, namespace: String(namespace), name: String(name), teller: teller(pairs(rest)) };
    });
  });
}

function pairs(flat: readonly Json[]): readonly (readonly [string, string])[] {
  return flat.flatMap((name, index) => (index % 2 === 0 ? [[String(name), String(flat[index + 1])] as const] : []));
}

function teller(dimensions: readonly (readonly [string, string])[]): string | undefined {
  const [only] = dimensions;
  return dimensions.length === 1 && only?.[0] === SOURCES.dimension ? only[1] : undefined;
}

const real: Check = {
  claim: 'every number that is looked at is told by somebody, under that name',
  broken: (template) =>
    [...ofAlarms(template), ...ofDashboards(template)].flatMap(({ where, namespace, name, teller }) => {
      const names = namespace === SOURCES.namespace ? (TOLD[teller ?? ''] ?? []) : (COUNTED_BY_AWS[namespace] ?? []);
      return names.includes(name) ? [] : [`nobody tells ${namespace} ${name} ${teller ?? ''}, at which ${where} looks`];
    }),
};

const quiet: Check = {
  claim: 'no data is no harm, and who is to be told is told',
  broken: (template) => {
    const alarms = template.of('AWS::CloudWatch::Alarm');
    const isTold = alarms.some(({ properties }) => list(properties['AlarmActions']).length > 0);
    return alarms.flatMap(({ id, properties }) => [
      ...(properties['TreatMissingData'] === 'notBreaching' ? [] : [`${id} rings where nothing was told`]),
      ...(isTold && list(properties['AlarmActions']).length === 0 ? [`${id} tells nobody`] : []),
    ]);
  },
};

export const ALARMS: readonly Check[] = [real, quiet];
