import { ArnFormat, type Duration, Names, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { explainWildcards } from './explained.ts';
import { Mistake } from './mistake.ts';
import { loggingStatement } from './permissions.ts';

export interface EdgeFunctionProps {
  readonly description: string;
  readonly zip: string;
  readonly memorySize: number;
  readonly timeout: Duration;
  readonly logRetention: logs.RetentionDays;
  /** What it may do in S3. */
  readonly statements: iam.PolicyStatement[];
}

/** Where functions must be made that run in all Regions. */
export const HOME = 'us-east-1';

/** A function that CloudFront copies to where it is needed: a Node shim and our addon in it. */
export class EdgeFunction extends Construct {
  readonly role: iam.Role;
  readonly version: lambda.IVersion;
  /** The same in each Region. Where there is none by this name, nothing is logged and nothing is counted. */
  readonly logGroupName: string;
  readonly logGroup: logs.LogGroup;

  constructor(scope: Construct, id: string, props: EdgeFunctionProps) {
    super(scope, id);
    requireHome(this);
    this.logGroupName = `/sizewise/${Names.uniqueResourceName(this, { maxLength: 100, separator: '-', allowedSpecialCharacters: '-' })}`;
    this.logGroup = edgeLogGroup(this, 'Log', this.logGroupName, props.logRetention);
    this.role = this.roleFor(props.statements);
    const made = new lambda.Function(this, 'Function', {
      description: props.description,
      code: lambda.Code.fromAsset(props.zip),
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      architecture: lambda.Architecture.X86_64,
      memorySize: props.memorySize,
      timeout: props.timeout,
      role: this.role,
      logGroup: this.logGroup,
      // A version that is still copied somewhere cannot be deleted, and the one before is what one rolls back to.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
    });
    Validations.of(made).acknowledge({
      id: 'AwsSolutions-L1',
      reason: 'Node 22 is maintained, and six lines of it are all that run; what is newest may come to the edge later than to Lambda.',
    });
    this.version = made.currentVersion as lambda.IVersion;
  }

  private roleFor(pictures: iam.PolicyStatement[]): iam.Role {
    const streams = Stack.of(this).formatArn({
      service: 'logs',
      region: '*',
      resource: 'log-group',
      resourceName: `${this.logGroupName}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const log = [loggingStatement(streams)];
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.CompositePrincipal(
        new iam.ServicePrincipal('lambda.amazonaws.com'),
        new iam.ServicePrincipal('edgelambda.amazonaws.com'),
      ),
      inlinePolicies: {
        log: new iam.PolicyDocument({ statements: log }),
        ...(pictures.length > 0 && { pictures: new iam.PolicyDocument({ statements: pictures }) }),
      },
    });
    explainWildcards(role, [...pictures, ...log]);
    return role;
  }
}

/** The log group of a function at the edge, in one of the Regions where it runs. */
export function edgeLogGroup(scope: Construct, id: string, logGroupName: string, retention: logs.RetentionDays): logs.LogGroup {
  return new logs.LogGroup(scope, id, { logGroupName, retention, removalPolicy: RemovalPolicy.DESTROY });
}

function requireHome(scope: Construct): void {
  const { region } = Stack.of(scope);
  if (region !== HOME) {
    throw new Mistake(`expected a stack in ${HOME} for what runs at the edge, found one in ${region}`);
  }
}
