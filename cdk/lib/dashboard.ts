import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type Count, ofDistribution, type Teller, told } from './numbers.ts';

export interface DashboardProps {
  readonly distributionId: string;
  readonly teller: Teller;
  /** Where what it tells is. */
  readonly region: string;
  readonly function?: lambda.IFunction | undefined;
  /** Whether CloudFront counts hits. */
  readonly hits: boolean;
}

/** One page that says whether all is well. It may show numbers of every Region. */
export class Dashboard extends Construct {
  readonly dashboard: cloudwatch.Dashboard;

  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { distributionId, teller, region, function: made, hits } = props;
    const count = (name: Count, more: cloudwatch.MetricOptions = {}) => told(teller, name, { region, ...more });
    const seen = (name: string, statistic: string) => ofDistribution(distributionId, name, statistic);
    this.dashboard = new cloudwatch.Dashboard(this, 'Dashboard', {
      widgets: [
        [
          graph('Requests of viewers', [seen('Requests', 'Sum')]),
          graph('Errors that viewers see, %', [seen('4xxErrorRate', 'Average'), seen('5xxErrorRate', 'Average')]),
          hits
            ? graph('Hits, %', [seen('CacheHitRate', 'Average')])
            : new cloudwatch.TextWidget({ markdown: 'Hits are counted with `detailedMetrics`, which costs.', width: 8, height: 6 }),
        ],
        [
          graph('Pictures made and kept', [count('Requests'), count('Renders'), count('Kept')]),
          graph('What should be nothing', [count('NotKept'), count('Unread'), count('Failed')]),
          graph('Refused', [count('Refused')]),
        ],
        [
          graph('Time of an answer, ms', ['p50', 'p99', 'Maximum'].map((statistic) => count('Time', { statistic, label: statistic }))),
          graph('Bytes', [seen('BytesDownloaded', 'Sum'), count('Bytes')]),
          ...(made === undefined ? [] : [graph('The function', [made.metricThrottles({ region }), made.metricErrors({ region })])]),
        ],
      ],
    });
  }
}

function graph(title: string, left: cloudwatch.IMetric[]): cloudwatch.GraphWidget {
  return new cloudwatch.GraphWidget({ title, left, width: 8, leftYAxis: { min: 0 } });
}
