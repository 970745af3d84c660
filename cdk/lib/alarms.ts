import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { ofDistribution, ofFunction, type Teller, told } from './numbers.ts';
import { TIMEOUT } from './render-function.ts';

/** When somebody should look. */
interface Limit {
  readonly metric: cloudwatch.IMetric;
  readonly above: number;
  /** In how many periods of five minutes after each other. */
  readonly periods?: number;
  readonly says: string;
}

type Limits = Readonly<Record<string, Limit>>;

/** Alarms, all of the same kind: what was nothing was not told, so that no data is no harm. */
abstract class Alarms extends Construct {
  protected add(limits: Limits, topic: sns.ITopic | undefined): void {
    for (const [id, { metric, above, periods = 1, says }] of Object.entries(limits)) {
      const alarm = new cloudwatch.Alarm(this, id, {
        alarmDescription: `Sizewise: ${says}`,
        metric,
        threshold: above,
        comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        evaluationPeriods: periods,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });
      if (topic !== undefined) {
        alarm.addAlarmAction(new SnsAction(topic));
        alarm.addOkAction(new SnsAction(topic));
      }
    }
  }
}

export interface FunctionAlarmsProps {
  readonly teller: Teller;
  /** What Lambda counts of it. At the edge that is under another name in each Region, and left out. */
  readonly function?: lambda.IFunction | undefined;
  readonly topic?: sns.ITopic | undefined;
}

/** About what makes variants, in the Region where it runs. */
export class FunctionAlarms extends Alarms {
  constructor(scope: Construct, id: string, { teller, function: made, topic }: FunctionAlarmsProps) {
    super(scope, id);
    const nearTheEnd = TIMEOUT.toMilliseconds() * 0.8;
    // Until the answer begins. Lambda's own duration goes on until the last byte of a large one is sent.
    const slow = told(teller, 'Time', { statistic: 'Maximum' });
    const own: Limits = {
      NotKept: { metric: told(teller, 'NotKept'), above: 0, periods: 2, says: 'pictures cannot be kept, and are made again for each cache' },
      Unread: { metric: told(teller, 'Unread'), above: 0, says: 'CloudFront asks for what is kept: it cannot read the bucket' },
      Failed: { metric: told(teller, 'Failed'), above: 5, periods: 2, says: 'pictures are answered with 5xx' },
      Slow: { metric: slow, above: nearTheEnd, periods: 3, says: `pictures take ${nearTheEnd / 1000} of ${TIMEOUT.toSeconds()} seconds` },
    };
    this.add(made === undefined ? own : { ...own, ...byLambda(made) }, topic);
  }
}

function byLambda(made: lambda.IFunction): Limits {
  return {
    Throttles: { metric: made.metricThrottles(), above: 0, says: 'requests are turned away: more concurrency is needed' },
    Errors: { metric: made.metricErrors(), above: 0, says: 'the function ends without an answer' },
  };
}

export interface DistributionAlarmsProps {
  readonly distributionId: string;
  /** Of the CloudFront Function, where it judges. */
  readonly judge?: string | undefined;
  readonly topic?: sns.ITopic | undefined;
}

/** About what viewers get. CloudFront counts it in us-east-1 alone, and an alarm cannot look into another Region. */
export class DistributionAlarms extends Alarms {
  constructor(scope: Construct, id: string, { distributionId, judge, topic }: DistributionAlarmsProps) {
    super(scope, id);
    const rate = ofDistribution(distributionId, '5xxErrorRate', 'Average');
    const own: Limits = { ServerErrors: { metric: rate, above: 1, periods: 3, says: 'more than one in a hundred requests gets a 5xx' } };
    this.add(judge === undefined ? own : { ...own, ...ofJudge(judge) }, topic);
  }
}

/** A stranger who sends eight thousand commas ends the judge of his own request, and should wake nobody. */
const FEW = 20;

function ofJudge(name: string): Limits {
  return {
    JudgeErrors: { metric: ofFunction(name, 'FunctionExecutionErrors'), above: FEW, periods: 2, says: 'the CloudFront Function ends without a decision' },
    JudgeInvalid: { metric: ofFunction(name, 'FunctionValidationErrors'), above: 0, says: 'CloudFront does not take what the CloudFront Function says' },
    JudgeThrottles: { metric: ofFunction(name, 'FunctionThrottles'), above: FEW, periods: 2, says: 'the CloudFront Function takes too long' },
  };
}
