import { Annotations, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { HOME } from './edge-function.ts';
import { given } from './given.ts';
import type { ImageDeliveryProps } from './image-delivery-props.ts';
import { Mistake } from './mistake.ts';
import type { ExistingBucket, Settings } from './settings.ts';

/** The props of the delivery that need nothing but a scope. */
export function propsOf(scope: Construct, settings: Settings): ImageDeliveryProps {
  const { originals, named } = settings.sources;
  const [variants, certificate] = [settings.bucket('variantsBucket'), settings.formed('certificateArn')];
  const [variantDays, noncurrentDays] = [settings.whole('variantExpiryDays'), settings.whole('noncurrentExpiryDays')];
  return {
    packages: settings.text('packages') ?? '../target/package',
    sources: Object.fromEntries([...named].map(([name, bucket]) => [name, imported(scope, `Source-${name}`, bucket)])),
    corsOrigins: settings.corsOrigins,
    domainNames: settings.formedList('domainNames'),
    ...given({
      originals: originals && imported(scope, 'Originals', originals),
      variants: variants && imported(scope, 'Variants', variants),
      variantExpiry: variantDays && Duration.days(variantDays),
      noncurrentExpiry: noncurrentDays && Duration.days(noncurrentDays),
      viewerRequest: settings.word('viewerRequest', ['function', 'lambda']),
      logRetention: settings.logRetention,
      priceClass: settings.priceClass,
      originShieldRegion: settings.text('originShieldRegion'),
      certificate: certificate && acm.Certificate.fromCertificateArn(scope, 'Certificate', certificate),
      memorySize: settings.whole('memorySize'),
      reservedConcurrency: settings.whole('reservedConcurrency'),
      demo: settings.flag('deployDemoUI'),
      dashboard: settings.flag('deployCloudWatchDashboard'),
      detailedMetrics: settings.flag('detailedMetrics'),
      alarmTopic: topic(scope, settings),
    }),
  };
}

/** The topic of this stack's Region: an alarm can tell no other. */
export function topic(scope: Construct, settings: Settings): sns.ITopic | undefined {
  const { region } = Stack.of(scope);
  const topics = settings.formedList('alarmTopicArn');
  const arn = topics.find((arn) => arn.split(':')[3] === region);
  if (topics.length > 0 && arn === undefined) {
    Annotations.of(scope).addWarningV2('sizewise:NoTopic', `no topic of alarmTopicArn is in ${region}: the alarms of this stack tell nobody`);
  }
  return arn === undefined ? undefined : sns.Topic.fromTopicArn(scope, 'AlarmTopic', arn);
}

/** Where a stack goes. Without an account it can be made and read, and is deployed to the one that is signed in. */
export function env(settings: Settings, region: string): StackProps {
  const account = settings.formed('account') ?? process.env['CDK_DEFAULT_ACCOUNT'];
  return { env: account === undefined ? { region } : { region, account } };
}

/** The Region of the delivery: that of the buckets, or the one in which Lambda@Edge is made. */
export function home(settings: Settings, topology: 'edge' | 'regional'): string {
  const region = settings.formed('region');
  if (topology === 'edge' && region !== undefined && region !== HOME) {
    const elsewhere = `the bucket may be elsewhere: sourceBuckets=my-pictures@${region}`;
    throw new Mistake(`-c region: expected ${HOME} in the topology edge, found ${region}; ${elsewhere}`);
  }
  return topology === 'edge' ? HOME : (region ?? process.env['CDK_DEFAULT_REGION'] ?? HOME);
}

function imported(scope: Construct, id: string, { name, region }: ExistingBucket): s3.IBucket {
  return s3.Bucket.fromBucketAttributes(scope, id, { bucketName: name, region: region ?? Stack.of(scope).region });
}
