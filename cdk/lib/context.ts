import { Mistake } from './mistake.ts';

/** Everything that `-c name=value` may say. Capitals do not matter, nor whether `Parameter` stands behind a name. */
export const NAMES = [
  'name', 'topology', 'region', 'account', 'packages',
  'sourceBuckets', 'variantsBucket', 'variantExpiryDays', 'noncurrentExpiryDays',
  'viewerRequest', 'memorySize', 'reservedConcurrency', 'originShieldRegion', 'priceClass',
  'corsEnabled', 'corsOrigin', 'enableSignature',
  'domainNames', 'certificateArn', 'rateLimit', 'webAclArn',
  'logRetentionPeriod', 'logRegions', 'deployCloudWatchDashboard', 'detailedMetrics', 'alarmTopicArn',
  'deployDemoUI',
] as const;

export type Name = (typeof NAMES)[number];

/** What the Serverless Image Handler calls otherwise. */
const ALSO: Readonly<Record<string, Name>> = { cloudFrontPriceClass: 'priceClass' };

const FALLBACK = 'the fallback image belongs to the policy: answers.fallback = "missing.png" in sizewise.toml, then make package';
const KEYS =
  'keys belong to the policy, signing.keys, and are packed by make package; ' +
  'the CloudFront Function has them from its KeyValueStore, by the command of the output SigningKeysCommand';
const OURS = 'the distribution is made here, since its behaviours and its judge belong together';

/** What is known there and set elsewhere here, and where. Said to be off, it is. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  autoWebP: 'a URL asks for it with format=auto, and formats.auto of the policy says what may be chosen',
  enableDefaultFallbackImage: FALLBACK,
  fallbackImageS3Bucket: 'the fallback image lies among the originals: answers.fallback of the policy has its key',
  fallbackImageS3Key: FALLBACK,
  secretsManagerSecret: KEYS,
  secretsManagerKey: KEYS,
  enableS3ObjectLambda: 'nothing is too large for the topology regional, which streams up to 200 MB',
  useExistingCloudFrontDistribution: OURS,
  existingCloudFrontDistributionId: OURS,
};

const OFF = ['', 'no', 'false', 'disabled'];

/** What was said with `-c`, by the names above. Others are refused, so that none is mistyped in silence. */
export function readContext(all: Readonly<Record<string, unknown>>): ReadonlyMap<Name, string> {
  const read = new Map<Name, string>();
  // What CDK and its libraries say to each other has a colon, a slash, a dash or an at sign.
  const ours = Object.entries(all).filter(([name]) => /^\w+$/.test(name));
  for (const [written, value] of ours) {
    const text = String(value).trim();
    const name = known(written);
    if (name !== undefined) {
      read.set(name, text);
    } else {
      refuse(written, text);
    }
  }
  return read;
}

function known(written: string): Name | undefined {
  return NAMES.find((name) => alike(name, written)) ?? Object.entries(ALSO).find(([name]) => alike(name, written))?.[1];
}

function refuse(written: string, text: string): void {
  const [name, where] = Object.entries(ELSEWHERE).find(([name]) => alike(name, written)) ?? [];
  if (name === undefined) {
    throw new Mistake(`-c ${written}: there is no such setting; there are ${NAMES.join(', ')}`);
  }
  if (!OFF.includes(text.toLowerCase())) {
    throw new Mistake(`-c ${name} is not set here: ${where}`);
  }
}

function alike(name: string, written: string): boolean {
  return written.replace(/Parameter$/, '').toLowerCase() === name.toLowerCase();
}
