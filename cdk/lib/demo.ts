import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';

/** Everything below `/_/` is reserved, so no picture is behind it. */
export const DEMO_PATH = '/_/demo';

/** Seen from `dist/lib/`. */
const PAGE = '../../lib/demo.html';

/** A page on which one tries a picture. A function answers with it, so no origin is reached. */
export class Demo extends Construct {
  readonly behaviour: cloudfront.BehaviorOptions;

  constructor(scope: Construct, id: string, props: { readonly origin: cloudfront.IOrigin }) {
    super(scope, id);
    const page = new cloudfront.Function(this, 'Page', {
      comment: 'Sizewise: the demo page',
      runtime: cloudfront.FunctionRuntime.JS_2_0,
      code: cloudfront.FunctionCode.fromInline(demoCode()),
    });
    this.behaviour = {
      // CloudFront wants one.
      origin: props.origin,
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      functionAssociations: [{ eventType: cloudfront.FunctionEventType.VIEWER_REQUEST, function: page }],
      allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD,
      compress: false,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    };
  }
}

/** What the page may do: show pictures of its own site, by what is written in itself. */
const OWN_PICTURES = "default-src 'none'; img-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; form-action 'none'";

/** A function that answers every request with the page. */
export function demoCode(): string {
  const page = readFileSync(fileURLToPath(new URL(PAGE, import.meta.url)), 'utf8').replace(/^\s+/gm, '');
  return `var page = ${JSON.stringify(page)};
function handler() {
  return {
    statusCode: 200,
    statusDescription: 'OK',
    headers: {
      'content-type': { value: 'text/html; charset=utf-8' },
      'cache-control': { value: 'public, max-age=300' },
      'content-security-policy': { value: ${JSON.stringify(OWN_PICTURES)} },
      'x-content-type-options': { value: 'nosniff' },
    },
    body: { encoding: 'text', data: page },
  };
}
`;
}
