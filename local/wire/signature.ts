import { ServiceError, type WireRequest } from './contract.ts';
import { queryPairs } from './query.ts';

/** What a request says of its own signature (AWS, "Signature Version 4"), in the header or in a presigned URL. */
export interface Signature {
  accessKeyId: string;
  /** The day of the credential scope, as `20261123`. */
  day: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
  /** As written: `20261123T101112Z`. */
  signedAt: string;
  /** Present in a presigned URL only. */
  expiresInSeconds?: number;
}

const incomplete = (what: string) =>
  new ServiceError('IncompleteSignatureException', `The request's signature cannot be read: ${what}.`);

function readScope(credential: string | undefined) {
  const [accessKeyId, day, region, service, end] = (credential ?? '').split('/');
  if (!accessKeyId || !day || !region || !service || end !== 'aws4_request') {
    throw incomplete(`its credential scope is '${credential ?? ''}'`);
  }
  return { accessKeyId, day, region, service };
}

function readHeader(request: WireRequest, authorization: string): Signature {
  const [algorithm] = authorization.split(' ', 1);
  if (algorithm !== 'AWS4-HMAC-SHA256') throw incomplete(`'${algorithm}' is not AWS4-HMAC-SHA256`);
  const part = (name: string) => new RegExp(`\\b${name}=([^,\\s]+)`).exec(authorization)?.[1];
  return {
    ...readScope(part('Credential')),
    signedHeaders: (part('SignedHeaders') ?? '').split(';'),
    signature: part('Signature') ?? '',
    signedAt: request.headers['x-amz-date'] ?? '',
  };
}

function readPresigned(query: Map<string, string>): Signature {
  return {
    ...readScope(query.get('X-Amz-Credential')),
    signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').split(';'),
    signature: query.get('X-Amz-Signature') ?? '',
    signedAt: query.get('X-Amz-Date') ?? '',
    expiresInSeconds: Number(query.get('X-Amz-Expires') ?? 'NaN'),
  };
}

/**
 * Reads the signature of a request, without judging it; undefined where the request carries none.
 *
 * @throws ServiceError `IncompleteSignatureException` where there is one that cannot be understood.
 */
export function readSignature(request: WireRequest): Signature | undefined {
  const authorization = request.headers['authorization'];
  if (authorization) return readHeader(request, authorization);
  if (!request.query.includes('X-Amz-Credential=')) return undefined;
  return readPresigned(new Map(queryPairs(request.query)));
}
