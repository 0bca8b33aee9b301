import { createHash, createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { getCanonicalHeaders, SignatureV4Base } from '@smithy/signature-v4';
import type { Clock } from '../../seams/clock.ts';
import { ServiceError, type WireRequest } from './contract.ts';
import { queryPairs } from './query.ts';
import type { Signature } from './signature.ts';

/** AWS takes a signature for fifteen minutes before and after its date ("Signature Version 4", "Time stamps"). */
const SKEW_MAX_MS = 15 * 60 * 1000;

const hmac = (key: Buffer | KeyObject, text: string) => createHmac('sha256', key).update(text).digest();
const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');

/** The SDK's own canonical form, so that a request which an SDK signed cannot be read in two ways. */
class CanonicalForm extends SignatureV4Base {
  /** @param service S3 alone signs the path as it is on the wire; all others escape it once more. */
  constructor(service: string) {
    const credentials = { accessKeyId: '', secretAccessKey: '' };
    super({ service, region: '', credentials, sha256: class {} as never, uriEscapePath: service !== 's3' });
  }

  digest(request: WireRequest, signed: Signature): string {
    const values = Map.groupBy(queryPairs(request.query), ([name]) => name);
    const query = Object.fromEntries([...values].map(([name, pairs]) => [name, pairs.map(([, value]) => value)]));
    const headers = Object.fromEntries(signed.signedHeaders.map((name) => [name, request.headers[name] ?? '']));
    const canonical = getCanonicalHeaders({ headers } as never, undefined, new Set(signed.signedHeaders));
    const form = { method: request.method, path: request.path, query, headers, protocol: 'http:', hostname: '' };
    return sha256(this.createCanonicalRequest(form, canonical, payloadHash(request, signed)));
  }
}

/**
 * The hash of the body that was signed. Where the caller states one it must be that of the body, unless it says
 * that the body is not signed, or is signed chunk by chunk.
 */
function payloadHash(request: WireRequest, signed: Signature): string {
  const inQuery = queryPairs(request.query).find(([name]) => name.toLowerCase() === 'x-amz-content-sha256')?.[1];
  const stated = request.headers['x-amz-content-sha256'] ?? inQuery;
  if (stated?.startsWith('STREAMING-') || stated === 'UNSIGNED-PAYLOAD') return stated;
  if (stated === undefined && signed.expiresInSeconds !== undefined && signed.service === 's3') {
    return 'UNSIGNED-PAYLOAD';
  }
  const actual = sha256(request.body);
  if (stated !== undefined && stated !== actual) {
    throw new ServiceError('XAmzContentSHA256Mismatch', 'The body is not the one whose hash the request states.');
  }
  return actual;
}

function epochMs(signedAt: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(signedAt)?.slice(1).map(Number) ?? [];
  const [year = Number.NaN, month = 0, day, hour, minute, second] = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function refuseStale(signed: Signature, nowMs: number): void {
  const ageMs = nowMs - epochMs(signed.signedAt);
  if (!(ageMs > -SKEW_MAX_MS) || signed.signedAt.slice(0, 8) !== signed.day) {
    throw new ServiceError('InvalidSignatureException', `The signature's date '${signed.signedAt}' is wrong.`, 403);
  }
  const lifeMs = signed.expiresInSeconds === undefined ? SKEW_MAX_MS : signed.expiresInSeconds * 1000;
  if (ageMs <= lifeMs) return;
  if (signed.service === 's3' && signed.expiresInSeconds !== undefined) {
    throw new ServiceError('AccessDenied', 'Request has expired', 403);
  }
  throw new ServiceError('InvalidSignatureException', `Signature expired: ${signed.signedAt} is too old.`, 403);
}

/** As many as a city's functions use in a day; a caller who makes up regions and services pushes out no more than that. */
const KEYS_KEPT = 500;

/** The key of a day, region and service, which every request of theirs is signed with: derived and made ready once. */
function signingKeys(): (secretAccessKey: string, scope: string[]) => KeyObject {
  const derived = new Map<string, KeyObject>();
  return (secretAccessKey, scope) => {
    const name = [secretAccessKey, ...scope].join('/');
    const known = derived.get(name);
    if (known) return known;
    const key = createSecretKey(scope.reduce<Buffer>(hmac, Buffer.from(`AWS4${secretAccessKey}`)));
    if (derived.size >= KEYS_KEPT) derived.clear();
    derived.set(name, key);
    return key;
  };
}

/** Checks that whoever signed a request holds the key's secret. */
export type SignatureVerifier = (request: WireRequest, signed: Signature, secretAccessKey: string) => Promise<void>;

/**
 * @returns a verifier that rejects with a ServiceError, as AWS names it, where the signature is not that of the
 * request or has expired. The signatures of single chunks of a streamed body are not looked at: what they guard
 * against sits between two machines, and here there is one.
 */
export function createSignatureVerifier(clock: Clock): SignatureVerifier {
  const forms = new Map<string, CanonicalForm>();
  const formOf = (service: string) => {
    const form = forms.get(service) ?? new CanonicalForm(service);
    forms.set(service, form);
    return form;
  };
  const signingKey = signingKeys();
  return async (request, signed, secretAccessKey) => {
    refuseStale(signed, clock.now());
    const scope = [signed.day, signed.region, signed.service, 'aws4_request'];
    const key = signingKey(secretAccessKey, scope);
    const digest = formOf(signed.service).digest(request, signed);
    const expected = hmac(key, ['AWS4-HMAC-SHA256', signed.signedAt, scope.join('/'), digest].join('\n'));
    const given = Buffer.from(signed.signature, 'hex');
    if (given.length === expected.length && timingSafeEqual(given, expected)) return;
    const code = signed.service === 's3' ? 'SignatureDoesNotMatch' : 'InvalidSignatureException';
    throw new ServiceError(code, 'The signature is not the one that the key and the request give.', 403);
  };
}
