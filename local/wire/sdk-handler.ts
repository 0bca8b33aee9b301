import { Readable } from 'node:stream';
import type { WireRequest, WireResponse } from './contract.ts';

/** A request as the SDK hands it to whoever sends it. */
interface SdkRequest {
  method: string;
  path: string;
  query: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}

function queryOf(query: SdkRequest['query']): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => [value ?? ''].flat().map((one) => [name, one]));
  return pairs.map((pair) => pair.map((part) => encodeURIComponent(part ?? '')).join('=')).join('&');
}

/** The SDK's own kinds of bytes are not to be converted, only looked at. */
function bytesOf(body: SdkRequest['body']): Buffer {
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return Buffer.from(body ?? '');
}

/** Stands where a client of the SDK has its HTTP client (`requestHandler`): hands its requests over in process. */
export function sdkHandler(answer: (request: WireRequest) => Promise<WireResponse>) {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    handle: async ({ method, path, query, headers, body }: SdkRequest) => {
      const response = await answer({ method, path, query: queryOf(query), headers, body: bytesOf(body) });
      const { status: statusCode } = response;
      return { response: { statusCode, headers: response.headers, body: Readable.from([response.body]) } };
    },
  };
}
