import { Annotations, Duration, Stack } from 'aws-cdk-lib';
import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { Behaviours } from './behaviours.ts';
import { Buckets, regionOf } from './buckets.ts';
import { Demo } from './demo.ts';
import { DeliveryDistribution } from './distribution.ts';
import { HOME } from './edge-function.ts';
import { Firewall } from './firewall.ts';
import { AtTheEdge, type Maker, NextToTheBucket } from './makers.ts';
import { Mistake } from './mistake.ts';
import { namedShield, shieldBeside } from './origin-shield.ts';
import { readByDistribution } from './origin.ts';
import { lifecycleToAdd, names, type Outputs, policiesToAdd, purgeCommand, signingKeysCommand } from './outputs.ts';
import { Packages } from './packages.ts';
import { ViewerRequestFunction, ViewerRequestLambda } from './viewer-request.ts';
import { Watching } from './watching.ts';

export interface ImageDeliveryProps {
  /** The folder that `make package` writes. */
  readonly packages: string;

  /**
   * Where variants are made: beside the bucket, by a function behind a URL (`regional`), or where CloudFront asks the
   * bucket, by Lambda@Edge (`edge`), for which the stack must be in us-east-1.
   * @default 'regional': no picture is too large for it, and its second costs a third
   */
  readonly topology?: 'edge' | 'regional';

  /**
   * Who judges requests: a CloudFront Function, or the Rust crate in Lambda@Edge, for which the stack must be in us-east-1.
   * @default 'function' in `regional`; `edge` is always `lambda`
   */
  readonly viewerRequest?: 'function' | 'lambda';

  /**
   * Where originals are.
   * @default - a bucket is made, and is retained when the stack goes
   */
  readonly originals?: s3.IBucket;

  /**
   * Where variants are kept, and where CloudFront looks first.
   * @default - beside the originals, under keys that begin with a size
   */
  readonly variants?: s3.IBucket;

  /**
   * Further buckets of originals, by the names that the policy gives them in `stores.sources`.
   * @default - none
   */
  readonly sources?: Readonly<Record<string, s3.IBucket>>;

  /**
   * After how many days a kept variant goes, and is made again if somebody asks.
   * @default Duration.days(90)
   */
  readonly variantExpiry?: Duration;

  /**
   * For how many days what was deleted or put over can be had back from a bucket that is made here.
   * @default Duration.days(30)
   */
  readonly noncurrentExpiry?: Duration;

  /**
   * The sites whose pages may read pixels, such as `https://example.com`, or `*`.
   * @default - none
   */
  readonly corsOrigins?: readonly string[];

  /**
   * How long logs are kept: those of the functions, and those of the distribution.
   * @default RetentionDays.SIX_MONTHS
   */
  readonly logRetention?: logs.RetentionDays;

  /**
   * From where viewers are served.
   * @default PriceClass.PRICE_CLASS_ALL
   */
  readonly priceClass?: cloudfront.PriceClass;

  /**
   * The Region of the Origin Shield, where requests for one missing picture become one; or none at all.
   * @default - the one beside the bucket of variants
   */
  readonly originShieldRegion?: string | 'Disabled';

  /**
   * The names under which viewers know the distribution; `certificate` must be for them.
   * @default - its own name
   */
  readonly domainNames?: readonly string[];

  /**
   * A certificate in us-east-1.
   * @default - CloudFront's own
   */
  readonly certificate?: acm.ICertificate;

  /**
   * How many requests one address may make in five minutes. The stack must be in us-east-1; elsewhere, give the `arn`
   * of a `Firewall` that is.
   * @default - as many as it likes
   */
  readonly rateLimit?: number;

  /**
   * A firewall that is there already, by its ARN.
   * @default - none
   */
  readonly webAclArn?: string;

  /**
   * Whether URLs may be signed. With the CloudFront Function, keys are put into a store that is made for them.
   * @default - where the policy requires signatures
   */
  readonly signing?: boolean;

  /**
   * The memory of what makes variants, in MB, and with it its share of a processor; 1,769 are one.
   * @default 1769
   */
  readonly memorySize?: number;

  /**
   * How many pictures are made at once at most, in `regional`.
   * @default - as many as the account has left
   */
  readonly reservedConcurrency?: number;

  /**
   * Whether there is a page to try pictures on, at `/_/demo`.
   * @default false
   */
  readonly demo?: boolean;

  /**
   * Whether there is a dashboard.
   * @default true
   */
  readonly dashboard?: boolean;

  /**
   * Whether CloudFront counts hits and more, for which it takes money.
   * @default false
   */
  readonly detailedMetrics?: boolean;

  /**
   * Whom alarms tell.
   * @default - nobody: they are seen in the console
   */
  readonly alarmTopic?: sns.ITopic;
}

/** Pictures out of a bucket, in every size that is asked for. */
export class ImageDelivery extends Construct {
  readonly buckets: Buckets;
  readonly maker: Maker;
  readonly viewerRequest: ViewerRequestFunction | ViewerRequestLambda;
  readonly distribution: DeliveryDistribution;
  readonly watching: Watching;
  readonly outputs: Outputs;

  constructor(scope: Construct, id: string, props: ImageDeliveryProps) {
    super(scope, id);
    const packages = new Packages(props.packages);
    const asked = { ...DEFAULTS, ...props };
    const signing = props.signing ?? packages.grammar.requiresSignature;
    checkSources(packages, asked.sources);

    this.buckets = new Buckets(this, 'Buckets', { ...asked, logExpiry: retained(asked.logRetention) });
    const shield = this.shield(props.originShieldRegion);

    const making = { ...asked, packages, buckets: this.buckets, shield };
    const isEdge = asked.topology === 'edge';
    this.maker = isEdge ? new AtTheEdge(this, 'OriginResponse', making) : new NextToTheBucket(this, 'Render', making);
    const isLambda = isEdge || props.viewerRequest === 'lambda';
    this.viewerRequest = isLambda
      ? new ViewerRequestLambda(this, 'ViewerRequest', { ...asked, packages })
      : new ViewerRequestFunction(this, 'ViewerRequest', { packages, signing });

    const { origin } = this.maker;
    this.distribution = new DeliveryDistribution(this, 'Distribution', {
      ...asked,
      behaviours: new Behaviours(this, 'Behaviours', { ...asked, ...this.maker, grammar: packages.grammar, viewerRequest: this.viewerRequest }),
      demo: asked.demo ? new Demo(this, 'Demo', { origin }) : undefined,
      logs: this.buckets.logs,
      webAclArn: this.firewall(props),
    });
    this.permitReading();

    this.watching = new Watching(this, 'Watching', { ...asked, delivery: this });
    this.outputs = this.said(asked);
  }

  private shield(named: string | undefined): string | undefined {
    if (named === 'Disabled') {
      return undefined;
    }
    return named === undefined ? shieldBeside(regionOf(this.buckets.variants)) : namedShield(named);
  }

  private firewall({ rateLimit, webAclArn }: ImageDeliveryProps): string | undefined {
    if (rateLimit !== undefined && webAclArn !== undefined) {
      throw new Mistake('expected rateLimit or webAclArn, found both: put the rate into the firewall that is there');
    }
    return rateLimit === undefined ? webAclArn : new Firewall(this, 'Firewall', { rateLimit }).arn;
  }

  /** Into the policy of a bucket that is made here, CDK has written it with the origin. */
  private permitReading(): void {
    const { variants, unwritten } = this.buckets;
    if (!(variants instanceof s3.Bucket)) {
      unwritten.push({ bucket: variants, statement: readByDistribution(variants, this.distribution.distributionArn) });
    }
  }

  private said(asked: typeof DEFAULTS & ImageDeliveryProps): Outputs {
    const { distribution, buckets, viewerRequest, watching } = this;
    const address = `https://${asked.domainNames[0] ?? distribution.distributionDomainName}`;
    const keys = viewerRequest instanceof ViewerRequestFunction ? viewerRequest.keys?.keyValueStoreArn : undefined;
    const outputs: Outputs = {
      ApiEndpoint: { value: address, says: 'Where pictures are' },
      DemoUrl: asked.demo ? { value: `${address}/_/demo`, says: 'A page to try pictures on' } : undefined,
      SourceBuckets: { value: names(buckets.ofOriginals), says: 'Where originals are read from' },
      VariantsBucket: { value: buckets.variants.bucketName, says: 'Where variants are kept' },
      CorsEnabled: { value: asked.corsOrigins.length > 0 ? 'Yes' : 'No', says: 'Whether pages of other sites may read pixels' },
      CorsOrigin: asked.corsOrigins.length > 0 ? { value: asked.corsOrigins.join(', '), says: 'Which sites' } : undefined,
      LogRetentionPeriod: { value: String(asked.logRetention), says: 'For how many days logs are kept' },
      LogGroup: { value: this.maker.logGroupName, says: 'What the function that makes variants says' },
      CloudFrontLoggingBucket: { value: buckets.logs.bucketName, says: 'Who asked for what' },
      CloudFrontDashboard: watching.dashboardName && { value: watching.dashboardName, says: 'Whether all is well' },
      DistributionId: { value: distribution.distributionId, says: 'The distribution' },
      PurgeCommand: { value: purgeCommand(distribution.distributionId), says: 'Takes a picture and all its variants out of the caches' },
      KeyValueStoreArn: keys && { value: keys, says: 'Where the keys of signatures are' },
      SigningKeysCommand: keys && { value: signingKeysCommand(keys), says: 'Puts the key of $SIZEWISE_KEY there; nothing is signed before' },
      LifecycleToAdd: buckets.variants instanceof s3.Bucket ? undefined : lifecycleToAdd(asked.variantExpiry, asked.noncurrentExpiry),
      ...policiesToAdd(this, buckets.unwritten),
    };
    for (const name of Object.keys(outputs).filter((name) => name.endsWith('ToAdd') || /ToAdd\d/.test(name))) {
      if (outputs[name] !== undefined) {
        Annotations.of(this).addWarningV2(`sizewise:${name}`, `a bucket is not made here, so it is not changed: the output ${name} says what to add`);
      }
    }
    return outputs;
  }
}

const DEFAULTS = {
  topology: 'regional' as const,
  sources: {},
  variantExpiry: Duration.days(90),
  noncurrentExpiry: Duration.days(30),
  corsOrigins: [],
  logRetention: logs.RetentionDays.SIX_MONTHS,
  priceClass: cloudfront.PriceClass.PRICE_CLASS_ALL,
  domainNames: [],
  memorySize: 1769,
  demo: false,
  dashboard: true,
  detailedMetrics: false,
} satisfies Partial<ImageDeliveryProps>;
