import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Buckets } from './buckets.ts';
import { explainWildcards } from './explained.ts';
import type { Packages } from './packages.ts';
import { loggingStatement, onConditionOnly, renderingStatements } from './permissions.ts';
import { requireUrls } from './regions.ts';

export interface RenderFunctionProps {
  readonly packages: Packages;
  readonly buckets: Buckets;
  readonly memorySize: number;
  readonly reservedConcurrency?: number | undefined;
  readonly logRetention: logs.RetentionDays;
}

/** What makes pictures begins to answer within 26 s, and says why if it cannot. */
export const TIMEOUT = Duration.seconds(30);

/** What is sent after the first 6 MB is sent at 2 MB a second, so that the 200 MB of a URL take 97 s more. */
const UNTIL_ALL_IS_SENT = TIMEOUT.plus(Duration.seconds(100));

/** Makes what the bucket does not have, beside the bucket: the second origin of the distribution. */
export class RenderFunction extends Construct {
  readonly function: lambda.Function;
  readonly url: lambda.FunctionUrl;
  readonly logGroup: logs.LogGroup;

  constructor(scope: Construct, id: string, props: RenderFunctionProps) {
    super(scope, id);
    requireUrls(this);
    const { packages, buckets } = props;
    this.logGroup = new logs.LogGroup(this, 'Log', { retention: props.logRetention, removalPolicy: RemovalPolicy.DESTROY });
    const role = this.role(buckets, packages);
    this.function = new lambda.Function(this, 'Function', {
      description: 'Sizewise: makes variants that the bucket does not have',
      code: lambda.Code.fromAsset(packages.zip('bootstrap')),
      runtime: lambda.Runtime.PROVIDED_AL2023,
      handler: 'bootstrap',
      architecture: lambda.Architecture.X86_64,
      memorySize: props.memorySize,
      timeout: UNTIL_ALL_IS_SENT,
      role,
      logGroup: this.logGroup,
      environment: {
        SIZEWISE_ORIGINALS: buckets.location(buckets.originals),
        SIZEWISE_VARIANTS: buckets.location(buckets.variants),
        SIZEWISE_FRONT: 'cloudfront',
      },
      ...(props.reservedConcurrency !== undefined && { reservedConcurrentExecutions: props.reservedConcurrency }),
    });
    this.url = this.function.addFunctionUrl({
      authType: lambda.FunctionUrlAuthType.AWS_IAM,
      invokeMode: lambda.InvokeMode.RESPONSE_STREAM,
    });
    buckets.permit(buckets.variants, onConditionOnly(buckets, role));
  }

  private role(buckets: Buckets, packages: Packages): iam.Role {
    const pictures = renderingStatements(buckets, packages.grammar);
    const log = [loggingStatement(this.logGroup.logGroupArn)];
    const role = new iam.Role(this, 'Role', {
      description: 'Sizewise: reads originals, keeps variants',
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        pictures: new iam.PolicyDocument({ statements: pictures }),
        log: new iam.PolicyDocument({ statements: log }),
      },
    });
    explainWildcards(role, [...pictures, ...log]);
    return role;
  }
}
