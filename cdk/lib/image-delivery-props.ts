import { Duration } from 'aws-cdk-lib';
import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { given } from './given.ts';

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

/** What holds where nothing is said. */
export const DEFAULTS = {
  topology: 'regional' as 'edge' | 'regional',
  sources: {} as Readonly<Record<string, s3.IBucket>>,
  variantExpiry: Duration.days(90),
  noncurrentExpiry: Duration.days(30),
  corsOrigins: [] as readonly string[],
  logRetention: logs.RetentionDays.SIX_MONTHS as logs.RetentionDays,
  priceClass: cloudfront.PriceClass.PRICE_CLASS_ALL as cloudfront.PriceClass,
  domainNames: [] as readonly string[],
  memorySize: 1769,
  demo: false as boolean,
  dashboard: true as boolean,
  detailedMetrics: false as boolean,
} satisfies Partial<ImageDeliveryProps>;

/** What is asked, and for the rest what holds. */
export type Asked = ImageDeliveryProps & typeof DEFAULTS;

/** A property that is `undefined` is not asked: most apps may write it so, and would else lose what holds. */
export function asking(props: ImageDeliveryProps): Asked {
  return { ...DEFAULTS, packages: props.packages, ...given(props) };
}
