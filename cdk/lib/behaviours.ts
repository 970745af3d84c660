import { Duration } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import { globalName } from './global-name.ts';
import type { Grammar } from './grammar.ts';
import type { ViewerRequest } from './viewer-request.ts';

export interface BehavioursProps {
  readonly grammar: Grammar;
  readonly origin: cloudfront.IOrigin;
  readonly viewerRequest: ViewerRequest;
  /** At the origin's side, where one topology has a function. */
  readonly originResponse?: cloudfront.EdgeLambda | undefined;
  readonly corsOrigins: readonly string[];
}

/** An SVG that is opened by itself is a page of this site, and should be able to do nothing. As the server says it. */
export const SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

/** CloudFront tells letters apart in paths, and goes by what the viewer typed. */
const SVG = ['*.svg', '*.SVG'];

/** How a request goes through CloudFront, for each kind of path. All of them reach the same origin by the same judge. */
export class Behaviours extends Construct {
  readonly default: cloudfront.BehaviorOptions;
  readonly additional: Readonly<Record<string, cloudfront.BehaviorOptions>>;

  constructor(scope: Construct, id: string, props: BehavioursProps) {
    super(scope, id);
    const behaviour = (responseHeadersPolicy: cloudfront.IResponseHeadersPolicy) => ({
      ...common(props),
      cachePolicy,
      responseHeadersPolicy,
    });
    const cachePolicy = this.pathAlone();
    // Where files pass that are no pictures, a sandbox would break pages. Where none do, it is also about an SVG whose
    // name is spelled in a way that no pattern has.
    const pictures = this.headers('Headers', props, { sandbox: props.grammar.refusesOthers });
    const drawings = this.headers('SvgHeaders', props, { sandbox: true });
    this.default = behaviour(pictures);
    this.additional = Object.fromEntries(SVG.map((pattern) => [pattern, behaviour(drawings)]));
  }

  /**
   * The path says all. Nothing is compressed: pictures are, and for SVG alone the key would have to have a header in it.
   * The least time is none, since a redirect to what has just been kept must be kept by nobody.
   */
  private pathAlone(): cloudfront.CachePolicy {
    return new cloudfront.CachePolicy(this, 'PathAlone', {
      cachePolicyName: globalName(this, 'path-alone'),
      comment: 'Sizewise: the path alone is the key',
      headerBehavior: cloudfront.CacheHeaderBehavior.none(),
      cookieBehavior: cloudfront.CacheCookieBehavior.none(),
      queryStringBehavior: cloudfront.CacheQueryStringBehavior.none(),
      enableAcceptEncodingGzip: false,
      enableAcceptEncodingBrotli: false,
      minTtl: Duration.seconds(0),
      // Of originals on which nothing is written: nobody purges them yet when they are put anew.
      defaultTtl: Duration.hours(1),
      maxTtl: Duration.days(365),
    });
  }

  private headers(id: string, props: BehavioursProps, { sandbox }: { readonly sandbox: boolean }): cloudfront.ResponseHeadersPolicy {
    const { corsOrigins, grammar } = props;
    return new cloudfront.ResponseHeadersPolicy(this, id, {
      responseHeadersPolicyName: globalName(this, id),
      comment: 'Sizewise: what is said of every answer',
      securityHeadersBehavior: {
        contentTypeOptions: { override: true },
        ...(sandbox && { contentSecurityPolicy: { contentSecurityPolicy: SANDBOX, override: true } }),
      },
      ...(corsOrigins.length > 0 && { corsBehavior: cors(corsOrigins) }),
      // A kept object cannot say it. It is written behind the cache of CloudFront, which goes by the path.
      ...(grammar.negotiates && {
        customHeadersBehavior: { customHeaders: [{ header: 'Vary', value: 'Accept', override: false }] },
      }),
    });
  }
}

/**
 * Who asks what he may is answered by the function behind the bucket: a bucket that is told who asks says 403, and one
 * that is not, 400, with which no group turns to its second origin. Of the key none of it is part.
 */
const PREFLIGHTS = {
  allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
  originRequestPolicy: cloudfront.OriginRequestPolicy.CORS_S3_ORIGIN,
};

function common({ origin, viewerRequest, originResponse, corsOrigins }: BehavioursProps): cloudfront.BehaviorOptions {
  const { edgeLambdas = [], ...associations } = viewerRequest.associations;
  const lambdas = originResponse === undefined ? edgeLambdas : [...edgeLambdas, originResponse];
  return {
    origin,
    ...associations,
    ...(lambdas.length > 0 && { edgeLambdas: [...lambdas] }),
    ...(corsOrigins.length > 0 ? PREFLIGHTS : { allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD }),
    cachedMethods: cloudfront.CachedMethods.CACHE_GET_HEAD,
    compress: false,
    viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
  };
}

function cors(origins: readonly string[]): cloudfront.ResponseHeadersCorsBehavior {
  return {
    accessControlAllowOrigins: [...origins],
    accessControlAllowMethods: ['GET', 'HEAD', 'OPTIONS'],
    accessControlAllowHeaders: ['*'],
    accessControlAllowCredentials: false,
    accessControlExposeHeaders: ['ETag', 'Content-Length', 'Server-Timing', 'X-Sizewise-Address'],
    accessControlMaxAge: Duration.days(1),
    originOverride: true,
  };
}
