import { type App, CfnOutput, CfnParameter, Stack } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DistributionAlarms, FunctionAlarms } from './alarms.ts';
import { edgeLogGroup, HOME } from './edge-function.ts';
import { Firewall } from './firewall.ts';
import { given } from './given.ts';
import { ImageDelivery } from './image-delivery.ts';
import { DEFAULTS, type ImageDeliveryProps } from './image-delivery-props.ts';
import { Mistake } from './mistake.ts';
import { print } from './outputs.ts';
import { env, home, propsOf, topic } from './props-of-settings.ts';
import { Settings } from './settings.ts';
import { ViewerRequestFunction, ViewerRequestLambda } from './viewer-request.ts';

/**
 * The app: one stack, and further ones for what AWS has in other Regions alone. What one of them must know of another
 * is given to it as a parameter when it is deployed. CDK could carry it, by functions that it would add to both, with
 * rights and logs of their own.
 */
export function stacks(app: App): DeliveryStack {
  const settings = new Settings(app.node.getAllContext() as Readonly<Record<string, unknown>>);
  const main = new DeliveryStack(app, settings);
  const { delivery, name, region, retention } = main;
  if (region !== HOME) {
    new GlobalStack(app, `${name}-global`, { settings, delivery });
  }
  const logged = new Set([delivery.maker.region, ...settings.formedList('logRegions')].filter((other) => other !== region));
  for (const region of logged) {
    new RegionStack(app, `${name}-${region}`, { settings, delivery, region, retention });
  }
  return main;
}

/** Everything that is in one Region: beside the bucket, or in us-east-1 for what runs at the edge. */
export class DeliveryStack extends Stack {
  readonly delivery: ImageDelivery;
  readonly name: string;
  readonly retention: RetentionDays;

  constructor(app: App, settings: Settings) {
    const name = settings.formed('name') ?? 'Sizewise';
    const topology = settings.word('topology', ['edge', 'regional']) ?? DEFAULTS.topology;
    super(app, name, { ...env(settings, home(settings, topology)), description: `Sizewise, ${topology}: pictures in every size` });
    this.name = name;
    this.retention = settings.logRetention ?? DEFAULTS.logRetention;
    this.delivery = new ImageDelivery(this, 'Delivery', {
      ...propsOf(this, settings),
      topology,
      ...this.firewall(app, settings),
    });
    checkSignature(settings, this.delivery);
    print(this, this.delivery.outputs);
  }

  /** In us-east-1 it is part of the delivery. Elsewhere it is deployed before, and its ARN is a parameter. */
  private firewall(app: App, settings: Settings): Pick<ImageDeliveryProps, 'rateLimit' | 'webAclArn'> {
    const [rateLimit, webAclArn] = [settings.whole('rateLimit'), settings.formed('webAclArn')];
    if (rateLimit === undefined || webAclArn !== undefined || this.region === HOME) {
      return given({ rateLimit, webAclArn });
    }
    new FirewallStack(app, `${this.name}-firewall`, { settings, rateLimit });
    const description = `The output WebAclArn of the stack ${this.name}-firewall in ${HOME}`;
    const arn = new CfnParameter(this, 'WebAclArn', { description });
    return { webAclArn: arn.valueAsString };
  }
}

/** What CloudFront counts, it counts in us-east-1, and an alarm cannot look into another Region. */
class GlobalStack extends Stack {
  constructor(app: App, id: string, { settings, delivery }: { readonly settings: Settings; readonly delivery: ImageDelivery }) {
    super(app, id, { ...env(settings, HOME), description: 'Sizewise: alarms on what CloudFront counts' });
    const distribution = new CfnParameter(this, 'DistributionId', { description: 'The output DistributionId of the delivery' });
    const { viewerRequest } = delivery;
    const judge = viewerRequest instanceof ViewerRequestFunction ? viewerRequest.name : undefined;
    new DistributionAlarms(this, 'DistributionAlarms', { distributionId: distribution.valueAsString, judge, topic: topic(this, settings) });
  }
}

interface RegionStackProps {
  readonly settings: Settings;
  readonly delivery: ImageDelivery;
  readonly region: string;
  readonly retention: RetentionDays;
}

/** A further Region in which functions run at the edge: where their lines go, and what watches them. */
class RegionStack extends Stack {
  constructor(app: App, id: string, { settings, delivery, region, retention }: RegionStackProps) {
    super(app, id, { ...env(settings, region), description: 'Sizewise: what functions at the edge say in this Region' });
    const { maker, viewerRequest } = delivery;
    if (!(viewerRequest instanceof ViewerRequestLambda)) {
      throw new Mistake(`-c logRegions: expected functions at the edge, found none that would say anything in ${region}`);
    }
    edgeLogGroup(this, 'ViewerRequestLog', viewerRequest.edge.logGroupName, retention);
    if (maker.originResponse !== undefined) {
      edgeLogGroup(this, 'OriginResponseLog', maker.logGroupName, retention);
      new FunctionAlarms(this, 'FunctionAlarms', { ...maker, topic: topic(this, settings) });
    }
  }
}

/** AWS has the firewalls of distributions in us-east-1. */
class FirewallStack extends Stack {
  constructor(app: App, id: string, { settings, rateLimit }: { readonly settings: Settings; readonly rateLimit: number }) {
    super(app, id, { ...env(settings, HOME), description: 'Sizewise: how much one address may ask' });
    const { arn } = new Firewall(this, 'Firewall', { rateLimit });
    new CfnOutput(this, 'WebAclArn', { value: arn, description: 'For the parameter WebAclArn of the delivery' });
  }
}

/** In the Serverless Image Handler, enabled signatures are required: nobody should think so of a policy that asks for none. */
function checkSignature(settings: Settings, delivery: ImageDelivery): void {
  const [enabled, { requiresSignature }] = [settings.flag('enableSignature'), delivery.grammar];
  if (enabled !== undefined && enabled !== requiresSignature) {
    const found = requiresSignature ? 'requires' : 'does not require';
    throw new Mistake(`-c enableSignature: the policy in the packages ${found} signatures: set signing.required in sizewise.toml, then make package`);
  }
}
