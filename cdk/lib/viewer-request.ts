import { Duration } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { viewerRequestCode } from '../function/build.ts';
import { EdgeFunction } from './edge-function.ts';
import { globalName } from './global-name.ts';
import { Mistake } from './mistake.ts';
import type { Packages } from './packages.ts';

/** Who judges each request before the cache, in the form in which a behaviour is given it. */
export interface ViewerRequest {
  readonly associations: Pick<cloudfront.BehaviorOptions, 'functionAssociations' | 'edgeLambdas'>;
}

/** The judge as a CloudFront Function: a sixth of the price, and nothing starts cold. */
export class ViewerRequestFunction extends Construct implements ViewerRequest {
  readonly function: cloudfront.Function;
  /** As CloudFront counts it. It is known before anything is made, so that a stack in another Region can know it. */
  readonly name: string;
  /** Where keys are, if anything is signed. They are put there by hand, and stand in no template. */
  readonly keys: cloudfront.KeyValueStore | undefined;
  readonly associations: ViewerRequest['associations'];

  constructor(scope: Construct, id: string, { packages }: { readonly packages: Packages }) {
    super(scope, id);
    this.keys = packages.grammar.hasSigningKeys ? this.store() : undefined;
    this.name = globalName(this, 'judge');
    this.function = new cloudfront.Function(this, 'Function', {
      functionName: this.name,
      comment: 'Sizewise: judges requests, and rewrites them to the path of their variant',
      runtime: cloudfront.FunctionRuntime.JS_2_0,
      code: cloudfront.FunctionCode.fromInline(code(packages)),
      ...(this.keys !== undefined && { keyValueStore: this.keys }),
    });
    // CloudFormation knows the ARN of a store before the store is there, and a function cannot be given it until then.
    if (this.keys !== undefined) {
      this.function.node.addDependency(this.keys);
    }
    const eventType = cloudfront.FunctionEventType.VIEWER_REQUEST;
    this.associations = { functionAssociations: [{ eventType, function: this.function }] };
  }

  private store(): cloudfront.KeyValueStore {
    const keyValueStoreName = globalName(this, 'keys');
    return new cloudfront.KeyValueStore(this, 'Keys', { keyValueStoreName, comment: 'Sizewise: signing-keys' });
  }
}

/** The judge as the Rust crate itself, at the edge. */
export class ViewerRequestLambda extends Construct implements ViewerRequest {
  readonly edge: EdgeFunction;
  readonly associations: ViewerRequest['associations'];

  constructor(scope: Construct, id: string, props: { readonly packages: Packages; readonly logRetention: logs.RetentionDays }) {
    super(scope, id);
    this.edge = new EdgeFunction(this, 'Edge', {
      description: 'Sizewise: judges requests, and rewrites them to the path of their variant',
      zip: props.packages.zip('viewer-request'),
      // All that CloudFront gives at the viewer's side.
      memorySize: 128,
      timeout: Duration.seconds(5),
      logRetention: props.logRetention,
      statements: [],
    });
    const eventType = cloudfront.LambdaEdgeEventType.VIEWER_REQUEST;
    this.associations = { edgeLambdas: [{ eventType, functionVersion: this.edge.version }] };
  }
}

/** What the function cannot do of this policy is said when the stack is made, and not when somebody asks for a picture. */
function code(packages: Packages): string {
  const { code, problems } = viewerRequestCode(packages.grammar.tables);
  if (problems.length > 0) {
    const list = problems.map((problem) => `\n- ${problem}`).join('');
    throw new Mistake(`the CloudFront Function cannot judge by this policy; -c viewerRequest=lambda can:${list}`);
  }
  return code;
}
