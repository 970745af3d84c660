import { Duration, RemovalPolicy, Resource, Stack, Token, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { Mistake } from './mistake.ts';
import { requireLogs } from './regions.ts';

export interface BucketsProps {
  readonly originals?: s3.IBucket;
  readonly variants?: s3.IBucket;
  readonly sources: Readonly<Record<string, s3.IBucket>>;
  readonly variantExpiry: Duration;
  readonly noncurrentExpiry: Duration;
  readonly logRetention: logs.RetentionDays;
}

/** What every variant and every marker is tagged with when it is put. */
export const VARIANT_TAG = { sizewise: 'variant' };

/** A statement that a bucket's policy should have and that we could not write, since the bucket is not ours. */
export interface Unwritten {
  readonly bucket: s3.IBucket;
  readonly statement: iam.PolicyStatement;
}

/** Where pictures are, where they are kept, and where the distribution writes who asked for them. */
export class Buckets extends Construct {
  readonly originals: s3.IBucket;
  readonly variants: s3.IBucket;
  readonly sources: Readonly<Record<string, s3.IBucket>>;
  readonly logs: s3.Bucket;
  readonly unwritten: Unwritten[] = [];

  constructor(scope: Construct, id: string, props: BucketsProps) {
    super(scope, id);
    // With exactOptionalPropertyTypes, CDK's own classes are none of their own interfaces: hence `as`, here and elsewhere.
    this.originals = props.originals ?? (this.made('Pictures', props) as s3.IBucket);
    // A bucket that is named twice is one bucket.
    const isOther = props.variants !== undefined && props.variants.bucketName !== this.originals.bucketName;
    this.variants = isOther ? props.variants : this.originals;
    this.forgetVariants(props);
    this.sources = props.sources;
    this.requireKeysOfS3();
    this.logs = this.madeForLogs(props.logRetention);
  }

  /** All that originals are read from, each once. */
  get ofOriginals(): readonly s3.IBucket[] {
    return [...new Set([this.originals, ...Object.values(this.sources)])];
  }

  /** All there are, each once. */
  get all(): readonly s3.IBucket[] {
    return [...new Set([...this.ofOriginals, this.variants])];
  }

  /** A bucket as the functions are told of it. */
  location(bucket: s3.IBucket): string {
    const region = regionOf(bucket);
    const isElsewhere = region !== undefined && region !== Stack.of(this).region;
    return `s3://${bucket.bucketName}${isElsewhere ? `?region=${region}` : ''}`;
  }

  /** Writes a statement into the bucket's policy, or remembers that somebody else must. */
  permit(bucket: s3.IBucket, statement: iam.PolicyStatement): void {
    const { statementAdded } = bucket.addToResourcePolicy(statement);
    if (!statementAdded) {
      this.unwritten.push({ bucket, statement });
    }
  }

  /** What is handed in is somebody's: only what is tagged as a variant is ever ended there. */
  private forgetVariants({ originals, variants, variantExpiry }: BucketsProps): void {
    const handed = variants ?? originals;
    if (handed !== undefined && isDeclared(handed)) {
      handed.addLifecycleRule(variantsRule(variantExpiry));
    }
  }

  /** Nobody here may use a key of KMS, and an ETag would be no MD5. Of a bucket by its name alone, it is not known. */
  private requireKeysOfS3(): void {
    const encrypted = this.all.find(({ encryptionKey }) => encryptionKey !== undefined);
    if (encrypted !== undefined) {
      throw new Mistake(`expected buckets that are encrypted with keys of S3, found a key of KMS for ${encrypted.node.path}`);
    }
  }

  private made(id: string, props: BucketsProps): s3.Bucket {
    const bucket = new s3.Bucket(this, id, {
      ...PRIVATE,
      // Somebody's originals: what was put over or deleted by mistake can be had back.
      versioned: true,
      lifecycleRules: lifecycle(props.variantExpiry, props.noncurrentExpiry),
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'The log of the distribution says who read which picture; a log of S3 would say it again for each miss.',
    });
    return bucket;
  }

  private madeForLogs(retention: logs.RetentionDays): s3.Bucket {
    requireLogs(this);
    const bucket = new s3.Bucket(this, 'Logs', {
      ...PRIVATE,
      // CloudFront writes its log with an access control list, which a bucket has only if its objects may have owners.
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,
      lifecycleRules: forgetting(retention),
    });
    Validations.of(bucket).acknowledge({ id: 'AwsSolutions-S1', reason: 'This is where logs are written; a log of the log has no reader.' });
    return bucket;
  }
}

/** What a bucket of ours is, whatever is in it. The ETag of an object is its MD5 with keys of S3 only, which we go by. */
const PRIVATE: s3.BucketProps = {
  blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
  encryption: s3.BucketEncryption.S3_MANAGED,
  enforceSSL: true,
  removalPolicy: RemovalPolicy.RETAIN,
};

/** A variant can be made again, so nobody wants the one before back. */
export function variantsRule(expiration: Duration): s3.LifecycleRule {
  return { id: 'sizewise-variants', tagFilters: VARIANT_TAG, expiration, noncurrentVersionExpiration: Duration.days(1) };
}

/** The last rule stands alone: S3 takes no rule about markers of deletion and uploads that has a tag as well. */
function lifecycle(variants: Duration, noncurrent: Duration): s3.LifecycleRule[] {
  return [
    variantsRule(variants),
    { id: 'noncurrent', noncurrentVersionExpiration: noncurrent },
    {
      id: 'leftovers',
      expiredObjectDeleteMarker: true,
      abortIncompleteMultipartUploadAfter: Duration.days(1),
    },
  ];
}

function forgetting(retention: logs.RetentionDays): s3.LifecycleRule[] {
  const uploads = { id: 'uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) };
  return retention === logs.RetentionDays.INFINITE ? [uploads] : [uploads, { id: 'forget', expiration: Duration.days(retention) }];
}

/** Whether the app makes the bucket, here or elsewhere in it. An app may bring its own copy of CDK: hence no `instanceof`. */
export function isDeclared(bucket: s3.IBucket): bucket is s3.Bucket & s3.IBucket {
  return Resource.isOwnedResource(bucket);
}

/** The Region of a bucket, where it is known. */
export function regionOf(bucket: s3.IBucket): string | undefined {
  const { region } = bucket.env;
  return Token.isUnresolved(region) ? undefined : region;
}
