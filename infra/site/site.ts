import { join } from 'node:path';
import { Annotations, Aws } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AccessLevel,
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginRequestPolicy,
  PriceClass,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { FEED_PATH } from '../../functions/feed/contract.ts';
import { acknowledge } from '../acknowledge.ts';
import type { Stage } from '../stage.ts';
import type { CityDomain } from './domain.ts';
import { apiHeaders, feedHeaders, pageHeaders } from './headers.ts';

export interface SiteProps {
  stage: Stage;
  api: HttpApi;
  /** The addresses, besides the city's own, that pages ask when people sign in. */
  signInAddresses: string[];
  /** Where the photos of bikes are, which mechanics' page sends there and shows. */
  photosAddress: string;
  domain: CityDomain | undefined;
}

const API_PATHS = ['/v1/*', '/openapi.json', '/.well-known/*'];

/** What cdk-nag would have otherwise, and why it is as it is. */
const ACKNOWLEDGED = {
  CFR1: 'Who has moved away, or plans to come, reads and deletes what the city holds of them from wherever they are.',
  CFR2: 'Pages are files. Of the API, each kiosk and all callers together are held to a rate already, and who guesses is noticed.',
  CFR3: 'A log of requests would say which address has looked at which page, and nobody here has any use for it.',
};
const OWN_CERTIFICATE =
  'A domain that CloudFront gives has a certificate of CloudFront, which sets the versions; a city’s own domain asks for TLS 1.2.';

/** Files, kept by CloudFront for as long as each of them says. */
function fromBucket(bucket: Bucket): BehaviorOptions {
  return {
    // With leave to list, S3 says of what is not there that it is not there, and not that it is forbidden.
    origin: S3BucketOrigin.withOriginAccessControl(bucket as IBucket, {
      originAccessLevels: [AccessLevel.READ, AccessLevel.LIST],
    }),
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    cachePolicy: CachePolicy.CACHING_OPTIMIZED,
  };
}

/**
 * The one address of the city: its pages, from a bucket that `npm run publish-pages` fills, its public feed and its API.
 * The buckets lie here, beside the distribution that alone may read them: they hold nothing that is not made again.
 */
export class Site extends Construct {
  readonly pages: Bucket;
  /** Of the public feed (GBFS). */
  readonly feed: Bucket;
  readonly distribution: Distribution;
  /** Without a slash at the end. */
  readonly address: string;

  constructor(scope: Construct, id: string, { stage, api, signInAddresses, photosAddress, domain }: SiteProps) {
    super(scope, id);
    this.pages = this.bucketOf('Pages', stage, 'Whoever publishes writes what everybody may read.');
    this.feed = this.bucketOf('Feed', stage, 'One function writes what everybody may read.');

    const pageRequest = new EdgeFunction(this, 'PageRequest', {
      code: FunctionCode.fromFile({ filePath: join(import.meta.dirname, 'page-request.js') }),
      runtime: FunctionRuntime.JS_2_0,
      comment: 'Finds the index.html of a page, and says of what is none that it is none',
    });
    const page: BehaviorOptions = {
      ...fromBucket(this.pages),
      functionAssociations: [{ function: pageRequest, eventType: FunctionEventType.VIEWER_REQUEST }],
    };
    const signedIn = pageHeaders(this, 'SignedInHeaders', { asks: signInAddresses });
    const working = pageHeaders(this, 'WorkingHeaders', {
      asks: [...signInAddresses, photosAddress],
      shows: [photosAddress],
    });
    const asked: BehaviorOptions = {
      origin: new HttpOrigin(`${api.apiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`),
      // A token that was sent in the clear is to be refused, and not to be sent again.
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      // API Gateway finds the API by the name of the host.
      originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
      responseHeadersPolicy: apiHeaders(this, 'ApiHeaders'),
    };
    this.distribution = new Distribution(this, 'Distribution', {
      comment: `Freewheel, ${stage.name}`,
      defaultBehavior: { ...page, responseHeadersPolicy: pageHeaders(this, 'PageHeaders') },
      additionalBehaviors: Object.fromEntries([
        ...API_PATHS.map((path) => [path, asked]),
        ['/residents/*', { ...page, responseHeadersPolicy: signedIn }],
        ['/ops/*', { ...page, responseHeadersPolicy: working }],
        [`/${FEED_PATH}*`, { ...fromBucket(this.feed), responseHeadersPolicy: feedHeaders(this, 'FeedHeaders') }],
      ]),
      // The page at the address itself, whatever becomes of the function: S3 would list the bucket there.
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      // North America and Europe: a city's people are mostly in the city.
      priceClass: PriceClass.PRICE_CLASS_100,
      ...(domain && {
        domainNames: [domain.name],
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
      }),
    });
    for (const [rule, reason] of Object.entries(ACKNOWLEDGED)) acknowledge(this.distribution, rule, reason);
    Annotations.of(this).acknowledgeWarning(
      '@aws-cdk/aws-cloudfront-origins:listBucketSecurityRisk',
      'The address itself has a page, and no query reaches the bucket that could ask for a list.',
    );
    if (!domain) acknowledge(this.distribution, 'CFR4', OWN_CERTIFICATE);
    this.address = `https://${domain?.name ?? this.distribution.distributionDomainName}`;
  }

  private bucketOf(id: string, stage: Stage, whyNoLog: string): Bucket {
    const bucket = new Bucket(this, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: stage.removalPolicy,
    });
    acknowledge(bucket, 'S1', `${whyNoLog} The distribution alone reads it.`);
    return bucket;
  }
}
