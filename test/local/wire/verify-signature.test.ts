import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { WireRequest } from '../../../local/wire/contract.ts';
import { readSignature } from '../../../local/wire/signature.ts';
import { createSignatureVerifier } from '../../../local/wire/verify-signature.ts';
import { virtualClock } from '../virtual-clock.ts';
import { presignedRequest, type Sample, SIGNED_AT, signedRequest } from './signature-samples.ts';

const key = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'a secret' };

const sample: Sample = {
  service: 'dynamodb',
  method: 'POST',
  path: '/',
  query: {},
  headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.GetItem' },
  body: '{"TableName":"bikes"}',
};

/** The name of the error that verifying ends in; `verified` where there is none. */
async function outcome(request: WireRequest, { secret = key.secretAccessKey, laterMs = 0 } = {}): Promise<string> {
  const verify = createSignatureVerifier(virtualClock(SIGNED_AT.getTime() + laterMs));
  const signed = readSignature(request);
  if (!signed) return 'unsigned';
  return verify(request, signed, secret).then(
    () => 'verified',
    (fault: Error) => fault.name,
  );
}

const text = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
const samples = fc.record({
  service: fc.constantFrom('dynamodb', 's3', 'lambda', 'iotdata'),
  method: fc.constantFrom('GET', 'PUT', 'POST'),
  path: fc.array(text).map((parts) => `/${parts.map((part) => encodeURIComponent(part)).join('/')}`),
  query: fc.dictionary(fc.string({ minLength: 1, unit: 'grapheme' }), fc.oneof(text, fc.array(text, { minLength: 1 }))),
  headers: fc.dictionary(fc.stringMatching(/^x-amz-meta-[a-z]{1,8}$/), fc.stringMatching(/^[ -~]{0,20}$/)),
  body: fc.string({ unit: 'grapheme' }),
});

describe('verifying a signature', () => {
  it('accepts whatever the SDK has signed, in headers', async () => {
    await fc.assert(
      fc.asyncProperty(samples, async (any) => {
        const request = await signedRequest(any, key);

        const verdict = await outcome(request);

        expect(verdict).toBe('verified');
      }),
    );
  });

  it('accepts whatever the SDK has presigned', async () => {
    await fc.assert(
      fc.asyncProperty(samples, async (any) => {
        const headers = { ...any.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
        const request = await presignedRequest({ ...any, headers }, key, 60);

        const verdict = await outcome(request);

        expect(verdict).toBe('verified');
      }),
    );
  });

  it.each<[string, (request: WireRequest) => WireRequest]>([
    ['the path', (request) => ({ ...request, path: '/other' })],
    ['the query', (request) => ({ ...request, query: 'a=b' })],
    ['the method', (request) => ({ ...request, method: 'PUT' })],
    ['the body', (request) => ({ ...request, body: Buffer.from('{"TableName":"payments"}') })],
    [
      'a signed header',
      (request) => ({ ...request, headers: { ...request.headers, 'x-amz-target': 'DynamoDB_20120810.PutItem' } }),
    ],
  ])('rejects a request of which %s was changed', async (_, change) => {
    const request = change(await signedRequest(sample, key));

    const verdict = await outcome(request);

    expect(verdict).toBe('InvalidSignatureException');
  });

  it('rejects a request that was signed with another secret', async () => {
    const request = await signedRequest(sample, key);

    const verdict = await outcome(request, { secret: 'another secret' });

    expect(verdict).toBe('InvalidSignatureException');
  });

  it('rejects a body that is not the one whose hash is stated', async () => {
    const request = await signedRequest({ ...sample, service: 's3' }, key);

    const verdict = await outcome({ ...request, body: Buffer.from('other') });

    expect(verdict).toBe('XAmzContentSHA256Mismatch');
  });

  it.each([
    [14 * 60_000, 'verified'],
    [16 * 60_000, 'InvalidSignatureException'],
    [-16 * 60_000, 'InvalidSignatureException'],
  ])('finds a request that comes %d ms after its date %s', async (laterMs, expected) => {
    const request = await signedRequest(sample, key);

    const verdict = await outcome(request, { laterMs });

    expect(verdict).toBe(expected);
  });

  it('rejects a presigned URL of S3 that has expired', async () => {
    const request = await presignedRequest({ ...sample, service: 's3' }, key, 60);

    const verdict = await outcome(request, { laterMs: 61_000 });

    expect(verdict).toBe('AccessDenied');
  });
});
