import { Construct } from 'constructs';
import { Behaviours } from './behaviours.ts';
import { Buckets, isDeclared, regionOf } from './buckets.ts';
import { Demo } from './demo.ts';
import { DeliveryDistribution } from './distribution.ts';
import { Firewall } from './firewall.ts';
import type { Grammar } from './grammar.ts';
import { type Asked, asking, type ImageDeliveryProps } from './image-delivery-props.ts';
import { AtTheEdge, type Maker, NextToTheBucket } from './makers.ts';
import { Mistake } from './mistake.ts';
import { namedShield, shieldBeside } from './origin-shield.ts';
import { readByDistribution } from './origin.ts';
import { type Outputs, outputsOf } from './outputs.ts';
import { Packages } from './packages.ts';
import { ViewerRequestFunction, ViewerRequestLambda } from './viewer-request.ts';
import { Watching } from './watching.ts';

/** Pictures out of a bucket, in every size that is asked for. */
export class ImageDelivery extends Construct {
  readonly buckets: Buckets;
  readonly maker: Maker;
  readonly viewerRequest: ViewerRequestFunction | ViewerRequestLambda;
  readonly distribution: DeliveryDistribution;
  readonly watching: Watching;
  readonly outputs: Outputs;
  /** What the policy in the packages says. */
  readonly grammar: Grammar;

  constructor(scope: Construct, id: string, props: ImageDeliveryProps) {
    super(scope, id);
    const asked = asking(props);
    const packages = new Packages(asked.packages);
    const { grammar } = packages;
    this.grammar = grammar;
    check(asked, packages);

    this.buckets = new Buckets(this, 'Buckets', asked);

    const shield = this.shield(asked.originShieldRegion);
    const making = { ...asked, packages, buckets: this.buckets, shield };
    this.maker = asked.topology === 'edge' ? new AtTheEdge(this, 'OriginResponse', making) : new NextToTheBucket(this, 'Render', making);
    this.viewerRequest =
      judge(asked) === 'lambda'
        ? new ViewerRequestLambda(this, 'ViewerRequest', { packages, logRetention: asked.logRetention })
        : new ViewerRequestFunction(this, 'ViewerRequest', { packages });

    const { origin, originResponse } = this.maker;
    const { viewerRequest } = this;
    this.distribution = new DeliveryDistribution(this, 'Distribution', {
      ...asked,
      behaviours: new Behaviours(this, 'Behaviours', { ...asked, grammar, origin, originResponse, viewerRequest }),
      demo: asked.demo ? new Demo(this, 'Demo', { origin }) : undefined,
      logs: this.buckets.logs,
      webAclArn: this.firewall(asked),
    });
    this.permitReading();

    this.watching = new Watching(this, 'Watching', { ...asked, delivery: this });
    this.outputs = outputsOf(this, asked);
  }

  private shield(named: string | undefined): string | undefined {
    if (named === 'Disabled') {
      return undefined;
    }
    return named === undefined ? shieldBeside(regionOf(this.buckets.variants)) : namedShield(named);
  }

  private firewall({ rateLimit, webAclArn }: Asked): string | undefined {
    return rateLimit === undefined ? webAclArn : new Firewall(this, 'Firewall', { rateLimit }).arn;
  }

  /** Into the policy of a bucket that is made here, CDK has written it with the origin. */
  private permitReading(): void {
    const { variants, unwritten } = this.buckets;
    if (!isDeclared(variants)) {
      unwritten.push({ bucket: variants, statement: readByDistribution(variants, this.distribution.distributionArn) });
    }
  }
}

function judge({ topology, viewerRequest }: Asked): 'function' | 'lambda' {
  return topology === 'edge' ? 'lambda' : (viewerRequest ?? 'function');
}

/** What contradicts itself, or what is in the packages. */
function check(asked: Asked, { grammar }: Packages): void {
  const { topology, viewerRequest, rateLimit, webAclArn, memorySize, reservedConcurrency, sources } = asked;
  if (topology === 'edge' && viewerRequest === 'function') {
    throw new Mistake('expected viewerRequest to be lambda in the topology edge, found function: take the topology regional');
  }
  if (topology === 'edge' && reservedConcurrency !== undefined) {
    throw new Mistake('expected reservedConcurrency in the topology regional alone: Lambda@Edge has none');
  }
  if (rateLimit !== undefined && webAclArn !== undefined) {
    throw new Mistake('expected rateLimit or webAclArn, found both: put the rate into the firewall that is there');
  }
  if (memorySize < 128 || memorySize > 10_240) {
    throw new Mistake(`expected a memorySize of 128 to 10240 MB, found ${memorySize}`);
  }
  const [named, given] = [[...grammar.sources].sort().join(', '), Object.keys(sources).sort().join(', ')];
  if (named !== given) {
    throw new Mistake(`expected a bucket for each of the policy's stores.sources (${named || 'none'}), found ${given || 'none'}`);
  }
}
