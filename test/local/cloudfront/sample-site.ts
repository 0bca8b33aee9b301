import { Aws, Duration, type Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  OriginRequestPolicy,
  ResponseHeadersPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { addFunction } from '../sample-app.ts';

/** Says what it was asked, with a header of its own that a policy may take the place of. */
const ECHO = `
  exports.handler = async ({ requestContext: { http }, rawPath, rawQueryString, headers, body }) => ({
    statusCode: Number(headers['x-status'] ?? 200),
    headers: { 'content-type': 'application/json', 'x-own': 'of the function', 'x-over': 'of the function' },
    body: JSON.stringify({ method: http.method, rawPath, rawQueryString, headers, body }),
  });`;

/** `/folder/` is its index.html, `/old` has moved, `/broken` fails, `/headers` changes more than the host takes. */
const REWRITE = `function handler({ request }) {
  if (request.uri === '/old') return { statusCode: 302, statusDescription: 'Found', headers: { location: { value: '/new' } } };
  if (request.uri === '/broken') throw new Error('broken');
  if (request.uri === '/headers') request.headers['x-more'] = { value: '1' };
  if (request.uri.endsWith('/') && request.uri !== '/') request.uri += 'index.html';
  return request;
}`;

/** A distribution in front of two buckets and an API; the policy of the bucket `locked` says nothing of it. */
export function sampleSite(stack: Stack): void {
  const pages = new Bucket(stack, 'Pages', { bucketName: 'pages', enforceSSL: true });
  new Bucket(stack, 'Locked', { bucketName: 'locked' });
  const locked = Bucket.fromBucketAttributes(stack, 'LockedToo', { bucketName: 'locked', region: Aws.REGION });
  const api = new HttpApi(stack, 'Api');
  const integration = new HttpLambdaIntegration('Echo', addFunction(stack, 'Echo', ECHO));
  api.addRoutes({ path: '/api/{proxy+}', methods: [HttpMethod.ANY], integration });
  const rewrite = new EdgeFunction(stack, 'Rewrite', {
    code: FunctionCode.fromInline(REWRITE),
    runtime: FunctionRuntime.JS_2_0,
  });
  const responseHeadersPolicy = new ResponseHeadersPolicy(stack, 'Headers', {
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: "default-src 'none'", override: true },
      strictTransportSecurity: { accessControlMaxAge: Duration.days(1), includeSubdomains: true, override: true },
      contentTypeOptions: { override: true },
    },
    corsBehavior: {
      accessControlAllowCredentials: false,
      accessControlAllowHeaders: ['*'],
      accessControlAllowMethods: ['GET', 'HEAD'],
      accessControlAllowOrigins: ['*'],
      originOverride: true,
    },
    customHeadersBehavior: {
      customHeaders: [
        { header: 'X-Over', value: 'of the policy', override: true },
        { header: 'X-Own', value: 'of the policy', override: false },
      ],
    },
  });
  const cachePolicy = CachePolicy.CACHING_OPTIMIZED;
  new Distribution(stack, 'Site', {
    defaultRootObject: 'index.html',
    defaultBehavior: {
      origin: S3BucketOrigin.withOriginAccessControl(pages as IBucket),
      cachePolicy,
      responseHeadersPolicy,
      functionAssociations: [{ function: rewrite, eventType: FunctionEventType.VIEWER_REQUEST }],
    },
    additionalBehaviors: {
      '/api/*': {
        origin: new HttpOrigin(`${api.apiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`),
        allowedMethods: AllowedMethods.ALLOW_ALL,
        cachePolicy: CachePolicy.CACHING_DISABLED,
        originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        responseHeadersPolicy,
      },
      '/locked/*': { origin: S3BucketOrigin.withOriginAccessControl(locked), cachePolicy },
    },
  });
}
