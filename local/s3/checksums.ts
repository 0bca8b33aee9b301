import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** CRC-32C and CRC-64/NVME, both with reflected bits; the polynomials are those of RFC 3720 and NVM Express. */
const CRC32C_POLYNOMIAL = 0x82f63b78n;
const CRC64_POLYNOMIAL = 0x9a6c9329ac4bc9b5n;

/** The upper and lower half of a table, since 64 bits are too many for a number. */
interface Table {
  high: Uint32Array;
  low: Uint32Array;
}

function table(polynomial: bigint): Table {
  const [high, low] = [new Uint32Array(256), new Uint32Array(256)];
  for (let byte = 0; byte < 256; byte += 1) {
    let rest = BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) rest = rest & 1n ? (rest >> 1n) ^ polynomial : rest >> 1n;
    high[byte] = Number(rest >> 32n);
    low[byte] = Number(rest & 0xffffffffn);
  }
  return { high, low };
}

const crc32cTable = table(CRC32C_POLYNOMIAL);
const crc64Table = table(CRC64_POLYNOMIAL);

function bigEndian(...words: number[]): Buffer {
  const bytes = Buffer.alloc(words.length * 4);
  for (const [at, word] of words.entries()) bytes.writeUInt32BE(word >>> 0, at * 4);
  return bytes;
}

function crc32c(body: Buffer): Buffer {
  let rest = -1;
  for (const byte of body) rest = (rest >>> 8) ^ (crc32cTable.low[(rest ^ byte) & 0xff] ?? 0);
  return bigEndian(~rest);
}

function crc64nvme(body: Buffer): Buffer {
  let [high, low] = [-1, -1];
  for (const byte of body) {
    const at = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (crc64Table.low[at] ?? 0);
    high = (high >>> 8) ^ (crc64Table.high[at] ?? 0);
  }
  return bigEndian(~high, ~low);
}

const hash = (algorithm: string) => (body: Buffer) => createHash(algorithm).update(body).digest();

/** The checksums that a caller may send, by header; each is sent in base64. */
export const CHECKSUMS: Record<string, (body: Buffer) => Buffer> = {
  'x-amz-checksum-crc32': (body) => bigEndian(crc32(body)),
  'x-amz-checksum-crc32c': crc32c,
  'x-amz-checksum-crc64nvme': crc64nvme,
  'x-amz-checksum-sha1': hash('sha1'),
  'x-amz-checksum-sha256': hash('sha256'),
};
