import { PutObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readCors } from '../../../local/s3/cors.ts';
import { s3Module } from '../../../local/s3/module.ts';
import { clientOf, deploy, hostContext, type Served, serve } from '../serve.ts';

const PAGE = 'https://bikes.example.org';
const CorsRules = [
  { AllowedOrigins: ['*'], AllowedMethods: ['PUT'], AllowedHeaders: ['content-type', 'x-amz-*'], MaxAge: 60 },
];

let served: Served;
let client: S3Client;
beforeAll(async () => {
  const hosted = s3Module(hostContext(), { publish: () => undefined });
  const own = [{ AllowedOrigins: ['https://*.example.org'], AllowedMethods: ['GET', 'PUT'] }];
  await deploy(hosted, 'AWS::S3::Bucket', 'Open', { BucketName: 'open', CorsConfiguration: { CorsRules } });
  await deploy(hosted, 'AWS::S3::Bucket', 'Own', { BucketName: 'own', CorsConfiguration: { CorsRules: own } });
  await deploy(hosted, 'AWS::S3::Bucket', 'Shut', { BucketName: 'shut' });
  served = await serve(hosted);
  client = new S3Client({
    requestChecksumCalculation: 'WHEN_REQUIRED',
    ...clientOf(served),
    forcePathStyle: true,
  } as S3ClientConfig);
});
afterAll(() => {
  client.destroy();
  return served.close();
});

/** What a browser asks before it sends what a page wants to. */
const ask = (bucket: string, { origin = PAGE, method = 'PUT', headers = 'content-type' } = {}) =>
  fetch(`${served.endpoint}/${bucket}/x`, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': headers },
  });

/** Puts something there by a link, as a page of some origin does. */
async function put(Bucket: string, origin: string): Promise<Response> {
  const url = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key: 'x' }));
  return fetch(url, { method: 'PUT', headers: { origin }, body: 'a photo' });
}

describe('a bucket that pages of other origins may send to', () => {
  it('says so to a browser that asks, which has no signature', async () => {
    const { status, headers } = await ask('open', { headers: 'Content-Type, x-amz-checksum-sha256' });

    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'PUT',
      'access-control-allow-headers': 'content-type, x-amz-checksum-sha256',
      'access-control-max-age': '60',
    });
  });

  it.each([
    ['another method', 'open', { method: 'DELETE' }],
    ['a header that it does not take', 'open', { headers: 'content-type, x-own' }],
    ['a page of another origin than it takes', 'own', { origin: 'https://elsewhere.example', headers: '' }],
    ['anything, where it has no rules', 'shut', {}],
    ['anything, where it is not there', 'nowhere', {}],
  ])('refuses %s', async (_, bucket, asked) => {
    const { status, headers } = await ask(bucket, asked);

    expect(status).toBe(403);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('lets such a page read the answer, and no other', async () => {
    const [open, own, elsewhere, shut] = await Promise.all([
      put('open', PAGE),
      put('own', PAGE),
      put('own', 'https://elsewhere.example'),
      put('shut', PAGE),
    ]);
    const allowed = ({ headers }: Response) => headers.get('access-control-allow-origin');

    expect([open, own, elsewhere, shut].map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect([allowed(open), allowed(own), allowed(elsewhere), allowed(shut)]).toEqual(['*', PAGE, null, null]);
    expect(own.headers.get('access-control-allow-credentials')).toBe('true');
  });

  it('lets the page read also why it was refused', async () => {
    await put('open', PAGE);
    const url = await getSignedUrl(client, new PutObjectCommand({ Bucket: 'open', Key: 'x', IfNoneMatch: '*' }), {
      unhoistableHeaders: new Set(['if-none-match']),
    });

    const refused = await fetch(url, { method: 'PUT', headers: { origin: PAGE, 'if-none-match': '*' }, body: 'again' });

    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([412, '*']);
  });

  it('has no rule that says more than the host does', () => {
    const rule = { AllowedOrigins: ['*'], AllowedMethods: ['GET'], ExposedHeaders: ['etag'] };

    expect(() => readCors({ CorsRules: [rule] })).toThrow(/ExposedHeaders/);
  });
});
