import { Stack } from 'aws-cdk-lib';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { HOME } from './edge-function.ts';
import { Mistake } from './mistake.ts';

/** AWS takes none below it. */
const LEAST = 10;

/** So many requests from one address in five minutes, and no more. AWS has the firewalls of distributions in us-east-1. */
export class Firewall extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, { rateLimit }: { readonly rateLimit: number }) {
    super(scope, id);
    const { region } = Stack.of(this);
    if (region !== HOME) {
      throw new Mistake(`expected a stack in ${HOME} for the firewall of a distribution, found one in ${region}`);
    }
    if (rateLimit < LEAST) {
      throw new Mistake(`expected a rateLimit of at least ${LEAST} requests in five minutes, found ${rateLimit}`);
    }
    const acl = new wafv2.CfnWebACL(this, 'Acl', {
      description: 'Sizewise: how much one address may ask',
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: visible('SizewiseFirewall'),
      rules: [
        {
          name: 'rate',
          priority: 0,
          action: { block: { customResponse: { responseCode: 429 } } },
          statement: { rateBasedStatement: { limit: rateLimit, aggregateKeyType: 'IP', evaluationWindowSec: 300 } },
          visibilityConfig: visible('SizewiseRate'),
        },
      ],
    });
    this.arn = acl.attrArn;
  }
}

function visible(metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true };
}
