import { ServiceError, type WireRequest } from './contract.ts';

const malformed = () => new ServiceError('IncompleteBody', 'The aws-chunked body of the request is cut off.');

function lineEnd(body: Buffer, from: number): number {
  const end = body.indexOf('\r\n', from);
  if (end < 0) throw malformed();
  return end;
}

function readTrailers(body: Buffer, from: number): Record<string, string> {
  const lines = body
    .subarray(from)
    .toString()
    .split('\r\n')
    .filter((line) => line.includes(':'));
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(':');
      return [line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()];
    }),
  );
}

function readChunks(body: Buffer): { content: Buffer; trailers: Record<string, string> } {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const headEnd = lineEnd(body, at);
    const size = Number.parseInt(body.subarray(at, headEnd).toString(), 16);
    if (Number.isNaN(size)) throw malformed();
    const start = headEnd + 2;
    if (size === 0) return { content: Buffer.concat(chunks), trailers: readTrailers(body, start) };
    if (start + size > body.length) throw malformed();
    chunks.push(body.subarray(start, start + size));
    at = lineEnd(body, start + size) + 2;
  }
}

/**
 * Undoes the `aws-chunked` coding (Amazon S3, "Signature calculations for the authorization header: transferring a
 * payload in multiple chunks"): services see the content, with the trailers, a checksum for the most part, among
 * the headers. Any other request is given back as it is.
 *
 * @throws ServiceError `IncompleteBody` where the body ends too early.
 */
export function decodeChunked(request: WireRequest): WireRequest {
  if (!request.headers['x-amz-content-sha256']?.startsWith('STREAMING-')) return request;
  const { content, trailers } = readChunks(request.body);
  const { 'content-encoding': coding = '', ...headers } = request.headers;
  const codings = coding.split(',').map((name) => name.trim());
  const kept = codings.filter((name) => name !== 'aws-chunked' && name !== '').join(', ');
  return {
    ...request,
    headers: {
      ...headers,
      ...trailers,
      ...(kept && { 'content-encoding': kept }),
      'content-length': String(content.length),
    },
    body: content,
  };
}
