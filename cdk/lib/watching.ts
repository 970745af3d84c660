import { Stack } from 'aws-cdk-lib';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { DistributionAlarms, FunctionAlarms } from './alarms.ts';
import { Dashboard } from './dashboard.ts';
import { HOME } from './edge-function.ts';
import type { DeliveryDistribution } from './distribution.ts';
import type { Maker } from './makers.ts';
import { ViewerRequestFunction, type ViewerRequest } from './viewer-request.ts';

export interface WatchingProps {
  readonly delivery: {
    readonly distribution: DeliveryDistribution;
    readonly maker: Maker;
    readonly viewerRequest: ViewerRequest;
  };
  readonly dashboard: boolean;
  readonly detailedMetrics: boolean;
  readonly alarmTopic?: sns.ITopic;
}

/**
 * What is watched of a delivery in the Region of its stack. An alarm sees its own Region alone: what is counted in
 * another, a `FunctionAlarms` or a `DistributionAlarms` in a stack there must see.
 */
export class Watching extends Construct {
  readonly dashboardName: string | undefined;

  constructor(scope: Construct, id: string, { delivery, dashboard, detailedMetrics, alarmTopic: topic }: WatchingProps) {
    super(scope, id);
    const { distribution, maker, viewerRequest } = delivery;
    const { distributionId } = distribution;
    const { region } = Stack.of(this);
    if (maker.region === region) {
      new FunctionAlarms(this, 'FunctionAlarms', { ...maker, topic });
    }
    if (region === HOME) {
      const judge = viewerRequest instanceof ViewerRequestFunction ? viewerRequest.name : undefined;
      new DistributionAlarms(this, 'DistributionAlarms', { distributionId, judge, topic });
    }
    this.dashboardName = dashboard
      ? new Dashboard(this, 'Dashboard', { ...maker, distributionId, hits: detailedMetrics }).dashboard.dashboardName
      : undefined;
  }
}
