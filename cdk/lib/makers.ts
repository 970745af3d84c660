import { Annotations, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Buckets } from './buckets.ts';
import { EdgeFunction, HOME } from './edge-function.ts';
import type { Teller } from './numbers.ts';
import { bucketOrigin, bucketThenFunction } from './origin.ts';
import type { Packages } from './packages.ts';
import { onConditionOnly, renderingStatements } from './permissions.ts';
import { RenderFunction, TIMEOUT } from './render-function.ts';

export interface MakerProps {
  readonly packages: Packages;
  readonly buckets: Buckets;
  readonly shield: string | undefined;
  readonly memorySize: number;
  readonly reservedConcurrency?: number;
  readonly logRetention: logs.RetentionDays;
}

/** What makes a variant that is not there, as the rest of the house sees it. */
export interface Maker {
  /** What CloudFront asks. */
  readonly origin: cloudfront.IOrigin;
  /** What stands between CloudFront and what it asks. */
  readonly originResponse?: cloudfront.EdgeLambda;
  /** Its name in its own metrics. */
  readonly teller: Teller;
  /** Where it runs, and where therefore its log and its metrics are. */
  readonly region: string;
  readonly logGroupName: string;
  /** As Lambda counts it, where that is under its own name. */
  readonly function?: lambda.IFunction;
}

/** A function behind a URL is asked for what the bucket does not have. */
export class NextToTheBucket extends Construct implements Maker {
  readonly origin: cloudfront.IOrigin;
  readonly teller = 'function-url';
  readonly region: string;
  readonly logGroupName: string;
  readonly function: lambda.IFunction;

  constructor(scope: Construct, id: string, props: MakerProps) {
    super(scope, id);
    const render = new RenderFunction(this, 'Function', props);
    this.origin = bucketThenFunction(this, props.buckets, render, props.shield);
    this.region = Stack.of(this).region;
    this.logGroupName = render.logGroup.logGroupName;
    this.function = render.function;
  }
}

/** A trigger behind the bucket answers in its place. */
export class AtTheEdge extends Construct implements Maker {
  readonly origin: cloudfront.IOrigin;
  readonly originResponse: cloudfront.EdgeLambda;
  readonly teller = 'origin-response';
  /** With an Origin Shield, triggers at the origin's side run in its Region; without, wherever viewers are. */
  readonly region: string;
  readonly logGroupName: string;

  constructor(scope: Construct, id: string, { packages, buckets, shield, memorySize, logRetention }: MakerProps) {
    super(scope, id);
    const edge = new EdgeFunction(this, 'Edge', {
      description: 'Sizewise: makes variants that the bucket does not have',
      zip: packages.zip('origin-response'),
      memorySize,
      timeout: TIMEOUT,
      logRetention,
      statements: renderingStatements(buckets, packages.grammar),
    });
    buckets.permit(buckets.variants, onConditionOnly(buckets, edge.role));
    this.warn(buckets, shield);
    this.origin = bucketOrigin(this, buckets, shield);
    this.originResponse = { eventType: cloudfront.LambdaEdgeEventType.ORIGIN_RESPONSE, functionVersion: edge.version };
    this.region = shield ?? HOME;
    this.logGroupName = edge.logGroupName;
  }

  /** What somebody may find out too late. */
  private warn(buckets: Buckets, shield: string | undefined): void {
    if (buckets.originals !== buckets.variants) {
      const text = 'originals lie where CloudFront does not look: variants are served, and no original as it is; regional serves both';
      Annotations.of(this).addWarningV2('sizewise:OriginalsElsewhere', text);
    }
    if (shield === undefined) {
      const text = `without an Origin Shield this runs wherever viewers are: logs and alarms are in ${HOME} and in logRegions alone`;
      Annotations.of(this).addWarningV2('sizewise:NoShield', text);
    }
  }
}
