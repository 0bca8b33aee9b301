import { describe, expect, it } from '@jest/globals';
import { CHECKSUMS } from '../../../local/s3/checksums.ts';

/** The check values of the catalogue of parametrised CRC algorithms, and of FIPS 180-4, for the nine digits. */
const NINE_DIGITS = Buffer.from('123456789');

describe('checksums', () => {
  it.each([
    ['crc32', 'cbf43926'],
    ['crc32c', 'e3069283'],
    ['crc64nvme', 'ae8b14860a799888'],
    ['sha1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
    ['sha256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
  ])('%s of the nine digits is %s', (name, expected) => {
    const sum = CHECKSUMS[`x-amz-checksum-${name}`]?.(NINE_DIGITS);

    expect(sum?.toString('hex')).toBe(expected);
  });
});
