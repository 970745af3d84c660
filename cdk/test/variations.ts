import { placeholders } from './packages.ts';
import type { Context } from './synthesis.ts';

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:alarms';

/** All that may be chosen beside the topology. */
const ALL_ON: Context = {
  corsEnabled: 'Yes',
  corsOrigin: 'https://example.com, https://example.org',
  logRetentionPeriod: '30',
  priceClass: 'PriceClass_100',
  originShieldRegion: 'us-east-2',
  deployDemoUI: 'Yes',
  packages: placeholders({ has_signing_keys: true }),
  domainNames: 'img.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/0b9f5a7e-3f2c-4f0e-9c55-0d5a8d4c1c11',
  rateLimit: '2000',
  detailedMetrics: 'Yes',
  alarmTopicArn: `${TOPIC},arn:aws:sns:us-east-2:111122223333:alarms,arn:aws:sns:eu-west-1:111122223333:alarms`,
  variantExpiryDays: '30',
  memorySize: '3008',
};

/** What the app is asked for in tests. Each must pass every check. */
export const VARIATIONS: Readonly<Record<string, Context>> = {
  'edge': { topology: 'edge' },
  'regional': { topology: 'regional' },
  'regional, judged by Lambda@Edge': { topology: 'regional', viewerRequest: 'lambda' },
  'edge, all on': { ...ALL_ON, topology: 'edge', logRegions: 'eu-west-1' },
  'regional, all on': { ...ALL_ON, topology: 'regional', reservedConcurrency: '20' },
  'regional in another Region, all on': { ...ALL_ON, topology: 'regional', region: 'eu-west-1' },
  'edge, with an existing bucket in another Region': { topology: 'edge', sourceBuckets: 'my-pictures@eu-west-1' },
  'regional, with existing buckets for each': { topology: 'regional', sourceBuckets: 'my-originals', variantsBucket: 'my-variants' },
  'edge, with existing buckets for each': { topology: 'edge', sourceBuckets: 'my-originals@eu-west-1', variantsBucket: 'my-variants' },
  'regional, without a shield and a dashboard': { topology: 'regional', originShieldRegion: 'Disabled', deployCloudWatchDashboard: 'No' },
};
