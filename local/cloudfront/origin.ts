import { refuseOthers } from './refuse-others.ts';

/** Where files or answers come from. */
export type Origin =
  /** A bucket, which knows the distribution by its signature. */
  { kind: 'bucket'; domainName: string } | { kind: 'api'; apiId: string };

export interface OriginProperties {
  Id: string;
  DomainName: string;
  S3OriginConfig?: { OriginAccessIdentity?: string };
  CustomOriginConfig?: { OriginProtocolPolicy?: string; OriginSSLProtocols?: string[] };
  OriginAccessControlId?: string;
}

const ELEMENTS = ['Id', 'DomainName', 'S3OriginConfig', 'CustomOriginConfig', 'OriginAccessControlId'];
const API = /^([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com$/;

/**
 * Reads an origin of a distribution.
 *
 * @throws Error for one that is neither a bucket with access control nor an HTTP API.
 */
export function readOrigin(properties: OriginProperties, accessControls: Set<string>): Origin {
  refuseOthers(properties, ELEMENTS, 'an origin');
  const { DomainName: domainName, S3OriginConfig: bucket, OriginAccessControlId: control = '' } = properties;
  if (bucket) {
    if (bucket.OriginAccessIdentity) throw new Error('the embedded host does no origin access identities');
    if (!accessControls.has(control)) throw new Error(`the bucket ${domainName} has no origin access control`);
    return { kind: 'bucket', domainName };
  }
  const apiId = API.exec(domainName)?.[1];
  if (apiId === undefined) throw new Error(`the embedded host reaches buckets and HTTP APIs, not ${domainName}`);
  return { kind: 'api', apiId };
}
