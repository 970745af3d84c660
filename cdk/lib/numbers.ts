import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { HOME } from './edge-function.ts';

/** As functions are called in their own metrics. */
export type Teller = 'origin-response' | 'function-url' | 'viewer-request';

/** What functions count of themselves; a test holds the names to the sources that count. */
export type Count = 'Requests' | 'Renders' | 'Kept' | 'NotKept' | 'Unread' | 'Refused' | 'Failed' | 'Bytes' | 'Time';

const PERIOD = Duration.minutes(5);

/** A number that a function writes into its log. What was nothing was not written. */
export function told(by: Teller, metricName: Count, more: cloudwatch.MetricOptions = {}): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'Sizewise',
    metricName,
    dimensionsMap: { Function: by },
    statistic: cloudwatch.Stats.SUM,
    period: PERIOD,
    ...more,
  });
}

/** A number that CloudFront counts of a distribution. All of them are in one Region, wherever the distribution was made. */
export function ofDistribution(distributionId: string, metricName: string, statistic: string): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/CloudFront',
    metricName,
    dimensionsMap: { DistributionId: distributionId, Region: 'Global' },
    statistic,
    period: PERIOD,
    region: HOME,
  });
}

/** A number that CloudFront counts of one of its functions. */
export function ofFunction(functionName: string, metricName: string): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: 'AWS/CloudFront',
    metricName,
    dimensionsMap: { FunctionName: functionName, Region: 'Global' },
    statistic: cloudwatch.Stats.SUM,
    period: PERIOD,
    region: HOME,
  });
}
