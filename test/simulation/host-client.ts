import { Readable } from 'node:stream';
import type { WireRequest, WireResponse } from '../../local/wire/contract.ts';

/** A request as the SDK hands it to whoever sends it. */
interface SdkRequest {
  method: string;
  path: string;
  query: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

/** The SDK's own kinds of bytes are not to be converted, only looked at. */
function bytesOf(body: SdkRequest['body']): Buffer {
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return Buffer.from(body ?? '');
}

/** The settings of an SDK client that reaches a host without a port. */
export function hostClient(handle: (request: WireRequest) => Promise<WireResponse>, region: string) {
  return {
    region,
    endpoint: 'http://127.0.0.1:4566',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: {
      metadata: { handlerProtocol: 'http/1.1' },
      handle: async ({ method, path, query, headers, body }: SdkRequest) => {
        const pairs = Object.entries(query).flatMap(([name, value]) => [value ?? ''].flat().map((one) => [name, one]));
        const text = pairs.map((pair) => pair.map((part) => encodeURIComponent(part ?? '')).join('=')).join('&');
        const answer = await handle({ method, path, query: text, headers, body: bytesOf(body) });
        const { status: statusCode } = answer;
        return { response: { statusCode, headers: answer.headers, body: Readable.from([answer.body]) } };
      },
    },
  };
}
