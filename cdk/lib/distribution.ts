import { Annotations, Duration, Validations } from 'aws-cdk-lib';
import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Behaviours } from './behaviours.ts';
import { DEMO_PATH, type Demo } from './demo.ts';
import { Mistake } from './mistake.ts';

export interface DeliveryDistributionProps {
  readonly behaviours: Behaviours;
  readonly demo?: Demo | undefined;
  readonly logs: s3.Bucket;
  readonly priceClass: cloudfront.PriceClass;
  readonly domainNames: readonly string[];
  readonly certificate?: acm.ICertificate | undefined;
  readonly webAclArn?: string | undefined;
  readonly detailedMetrics: boolean;
}

/** The header by whose words CloudFront forgets all variants of an original at once: the metadata `cache-tag` of a kept object. */
export const CACHE_TAG_HEADER = 'x-amz-meta-cache-tag';

/** For how many seconds an error is remembered: a fault for one, a refusal for as long as refusals say themselves. */
const REMEMBERED: Readonly<Record<number, number>> = {
  400: 10, 403: 10, 404: 10, 405: 10, 414: 10, 416: 10,
  500: 1, 501: 1, 502: 1, 503: 1, 504: 1,
};

/** With a name of one's own; CloudFront's own has what it has. */
const TLS = cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021;

/** The distribution: the one door for viewers. */
export class DeliveryDistribution extends cloudfront.Distribution {
  constructor(scope: Construct, id: string, props: DeliveryDistributionProps) {
    if ((props.certificate === undefined) !== (props.domainNames.length === 0)) {
      throw new Mistake('expected domainNames and certificate together, found one of them');
    }
    super(scope, id, {
      comment: 'Sizewise',
      defaultBehavior: props.behaviours.default,
      additionalBehaviors: {
        ...props.behaviours.additional,
        ...(props.demo !== undefined && { [DEMO_PATH]: props.demo.behaviour }),
      },
      errorResponses: Object.entries(REMEMBERED).map(([status, ttl]) => ({ httpStatus: Number(status), ttl: Duration.seconds(ttl) })),
      httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
      enableIpv6: true,
      priceClass: props.priceClass,
      enableLogging: true,
      logBucket: props.logs as s3.IBucket,
      logFilePrefix: 'cloudfront/',
      publishAdditionalMetrics: props.detailedMetrics,
      ...(props.certificate !== undefined && { certificate: props.certificate, domainNames: [...props.domainNames], minimumProtocolVersion: TLS }),
      ...(props.webAclArn !== undefined && { webAclId: props.webAclArn }),
    });
    const made = this.node.defaultChild;
    if (!(made instanceof cloudfront.CfnDistribution)) {
      throw new Error('a distribution is made of something else than it was');
    }
    made.addPropertyOverride('DistributionConfig.CacheTagConfig', { HeaderName: CACHE_TAG_HEADER });
    this.explain(props);
  }

  /** What cdk-nag asks of every distribution, and why it is not so here. */
  private explain({ certificate, webAclArn }: DeliveryDistributionProps): void {
    const reasons = {
      'AwsSolutions-CFR1': 'Pictures of a public website are for viewers of every country.',
      ...(webAclArn === undefined && {
        'AwsSolutions-CFR2': 'A firewall costs by the request, and is for the operator to choose: rateLimit or webAclArn.',
      }),
      ...(certificate === undefined && {
        'AwsSolutions-CFR4': 'CloudFront decides on the TLS of its own certificate; with domainNames and certificate it is 1.2 or later.',
      }),
    };
    for (const [id, reason] of Object.entries(reasons)) {
      Validations.of(this).acknowledge({ id, reason });
    }
    Annotations.of(this).acknowledgeWarning('@aws-cdk/aws-cloudfront-origins:updateImportedBucketPolicyOac', 'An output has the statement.');
  }
}
