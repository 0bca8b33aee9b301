import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { WireRequest } from '../../../local/wire/contract.ts';
import type { AccessKey } from '../../../local/wire/credentials.ts';

type Bytes = string | ArrayBuffer | ArrayBufferView;

const buffer = (bytes: Bytes): Buffer =>
  typeof bytes === 'object' && 'buffer' in bytes
    ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : Buffer.from(bytes as string);

/** The SDK's own signer wants a hash that it can construct, with a key or without. */
class Sha256 {
  private readonly hash;

  constructor(secret?: Bytes) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', buffer(secret));
  }

  update(data: Bytes): void {
    this.hash.update(buffer(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }

  reset(): void {
    throw new Error('The signer makes a new hash each time.');
  }
}

export const SIGNED_AT = new Date('2026-11-23T10:11:12Z');

export interface Sample {
  service: string;
  method: string;
  path: string;
  query: Record<string, string | string[]>;
  headers: Record<string, string>;
  body: string;
}

function signer(service: string, credentials: AccessKey): SignatureV4 {
  return new SignatureV4({
    service,
    region: 'eu-west-1',
    credentials,
    sha256: Sha256,
    uriEscapePath: service !== 's3',
    applyChecksum: service === 's3',
  });
}

function onWire(query: Record<string, string | string[] | null> | undefined): string {
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return Object.entries(query ?? {})
    .flatMap(([name, value]) => [value ?? ''].flat().map((one) => `${encode(name)}=${encode(one)}`))
    .join('&');
}

function toWire({ method, path, body }: Sample, signed: { headers: object; query?: object }): WireRequest {
  return {
    method,
    path,
    query: onWire(signed.query as Record<string, string>),
    headers: Object.fromEntries(Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: Buffer.from(body),
  };
}

const asHttp = ({ method, path, query, headers, body }: Sample) => ({
  ...{ method, path, query, body, protocol: 'http:', hostname: '127.0.0.1' },
  headers: { host: '127.0.0.1:4566', ...headers },
});

/** The request as an SDK sends it, signed in its headers. */
export async function signedRequest(sample: Sample, key: AccessKey): Promise<WireRequest> {
  const signed = await signer(sample.service, key).sign(asHttp(sample), { signingDate: SIGNED_AT });
  return toWire(sample, signed);
}

/** The request as whoever was given a presigned URL sends it. */
export async function presignedRequest(sample: Sample, key: AccessKey, expiresIn: number): Promise<WireRequest> {
  const options = { signingDate: SIGNED_AT, expiresIn, unhoistableHeaders: new Set(['x-amz-content-sha256']) };
  const signed = await signer(sample.service, key).presign(asHttp(sample), options);
  return toWire(sample, signed);
}
