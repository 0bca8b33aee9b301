import { createHash } from 'node:crypto';
import type { DeclaredResource, HostContext, HostModule } from '../module.ts';
import type { Caller, WireRequest, WireResponse } from '../wire/contract.ts';
import { type Distribution, type Parts, readDistribution } from './distribution.ts';
import { readFunction } from './edge-function.ts';
import type { Origin } from './origin.ts';
import { refuseOthers } from './refuse-others.ts';
import { readHeadersPolicy } from './response-headers.ts';
import { createServe } from './serve.ts';

export interface CloudFrontModule extends HostModule {
  /** Serves a request to the template's distribution. Never rejects. */
  distribution(request: WireRequest): Promise<WireResponse>;
}

export interface CloudFrontOptions {
  /** The address at which the host serves people, as the distribution's domain. */
  endpoint: string;
  /** Where S3 is reached on this machine: with the bucket in the path, since no name server knows a host for each. */
  bucketEndpoint: string;
  /** The HTTP API of this id; undefined where there is none. */
  apiOf(id: string): ((request: WireRequest) => Promise<WireResponse>) | undefined;
}

const ID_LENGTH = 14;

/** Where AWS serves a bucket, as a page's policy names it. */
const BUCKET_ADDRESS = /https:\/\/([a-z0-9.-]+)\.s3\.[a-z0-9-]+\.amazonaws\.com/g;

/** Ids as CloudFront's: capital letters and digits, the same in each run. */
function idOf({ physicalName }: DeclaredResource): string {
  const hash = createHash('sha256').update(physicalName).digest('hex');
  return `E${BigInt(`0x${hash}`).toString(36).toUpperCase()}`.slice(0, ID_LENGTH);
}

const identify = (resource: DeclaredResource) => {
  const id = idOf(resource);
  return { ref: id, attributes: { Id: id } };
};

function checkAccessControl(properties: Record<string, unknown>): void {
  const config = (properties['OriginAccessControlConfig'] ?? {}) as Record<string, unknown>;
  const known = ['Name', 'Description', 'OriginAccessControlOriginType', 'SigningBehavior', 'SigningProtocol'];
  refuseOthers(config, known, 'an origin access control');
  if (config['OriginAccessControlOriginType'] !== 's3' || config['SigningBehavior'] !== 'always')
    throw new Error('the embedded host signs requests to buckets, and signs all of them');
}

/**
 * CloudFront: one distribution in front of buckets and the HTTP API, by its behaviours, functions and headers. A
 * bucket's policy judges the distribution as it would on AWS. Not here: the cache (each request is a miss), compression,
 * HTTPS, error pages, logs.
 */
export function cloudfrontModule(context: HostContext, options: CloudFrontOptions): CloudFrontModule {
  const { account, call, random, log } = context;
  const { endpoint, bucketEndpoint, apiOf } = options;
  const here = (value: string) => value.replace(BUCKET_ADDRESS, `${bucketEndpoint}/$1`);
  const parts: Parts = { functions: new Map(), headersPolicies: new Map(), accessControls: new Set() };
  const domainName = new URL(endpoint).host;
  let deployed: { id: string; distribution: Distribution } | undefined;

  const itself = (): Caller => {
    const sourceArn = `arn:aws:cloudfront::${account}:distribution/${deployed?.id}`;
    return { kind: 'service', name: 'cloudfront.amazonaws.com', sourceArn };
  };
  const fetch = async (origin: Origin, request: WireRequest): Promise<WireResponse> => {
    if (origin.kind === 'api') {
      const api = apiOf(origin.apiId);
      if (!api) throw new Error(`The template has no HTTP API '${origin.apiId}'.`);
      return api(request);
    }
    return call('s3', { ...request, headers: { ...request.headers, host: origin.domainName } }, itself());
  };

  return {
    services: {},
    distribution: createServe({
      distribution: () => deployed?.distribution,
      context: () => ({ distributionDomainName: domainName, distributionId: deployed?.id ?? '' }),
      fetch,
      random,
      log,
    }),
    kinds: {
      'AWS::CloudFront::OriginAccessControl': {
        identify,
        deploy: ({ ref, properties }) => {
          checkAccessControl(properties);
          parts.accessControls.add(ref);
        },
      },
      'AWS::CloudFront::ResponseHeadersPolicy': {
        identify,
        deploy: ({ ref, properties }) => void parts.headersPolicies.set(ref, readHeadersPolicy(properties, here)),
      },
      'AWS::CloudFront::Function': {
        identify: (resource) => {
          const arn = `arn:aws:cloudfront::${account}:function/${resource.physicalName}`;
          return { ref: arn, attributes: { FunctionARN: arn } };
        },
        deploy: ({ ref, properties }) => void parts.functions.set(ref, readFunction(properties)),
      },
      'AWS::CloudFront::Distribution': {
        identify: (resource) => {
          const id = idOf(resource);
          return { ref: id, attributes: { Id: id, DomainName: domainName } };
        },
        deploy: ({ ref, properties }) => {
          if (deployed) throw new Error('the embedded host serves one distribution, and the template has another');
          deployed = { id: ref, distribution: readDistribution(properties, parts) };
        },
      },
    },
  };
}
