import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeChunked } from '../../../local/wire/aws-chunked.ts';
import type { WireRequest } from '../../../local/wire/contract.ts';

function streaming(body: Buffer, headers: Record<string, string> = {}): WireRequest {
  const streamed = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', ...headers };
  return { method: 'PUT', path: '/photos/1', query: '', headers: streamed, body };
}

function encode(chunks: Uint8Array[], trailers: string[]): Buffer {
  const parts = chunks.flatMap((chunk) => [`${chunk.length.toString(16)};chunk-signature=00\r\n`, chunk, '\r\n']);
  return Buffer.concat(
    [...parts, `0;chunk-signature=00\r\n${trailers.join('\r\n')}\r\n\r\n`].map((p) => Buffer.from(p)),
  );
}

describe('undoing aws-chunked', () => {
  it('gives back any content, however it was cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 })), (chunks) => {
        const request = streaming(encode(chunks, ['x-amz-checksum-crc32:AAAAAA==']));

        const decoded = decodeChunked(request);

        expect(decoded.body.equals(Buffer.concat(chunks))).toBe(true);
        expect(decoded.headers['content-length']).toBe(String(decoded.body.length));
        expect(decoded.headers['x-amz-checksum-crc32']).toBe('AAAAAA==');
      }),
    );
  });

  it('rejects a body that is cut off anywhere before its last chunk', () => {
    const whole = encode([Buffer.from('some content'), Buffer.from('more')], []);
    const end = whole.lastIndexOf('0;chunk-signature');
    fc.assert(
      fc.property(fc.nat(end), (length) => {
        const request = streaming(whole.subarray(0, length));

        expect(() => decodeChunked(request)).toThrow('cut off');
      }),
    );
  });

  it('leaves the codings that are not its own', () => {
    const request = streaming(encode([Buffer.from('zipped')], []), { 'content-encoding': 'aws-chunked,gzip' });

    const decoded = decodeChunked(request);

    expect(decoded.headers['content-encoding']).toBe('gzip');
  });

  it('leaves a body alone that did not come in chunks', () => {
    const request = streaming(Buffer.from('plain'), { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' });

    const decoded = decodeChunked(request);

    expect(decoded).toBe(request);
  });
});
