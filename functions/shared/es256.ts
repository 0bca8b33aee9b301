/** The length in bytes of each of the two numbers of a P-256 signature. */
const NUMBER_BYTES = 32;

/** Reads a DER INTEGER at `start`: its value in 32 bytes, and where it ends. */
function readNumber(der: Uint8Array, start: number): { value: Buffer; end: number } {
  const length = der[start + 1] ?? 0;
  const end = start + 2 + length;
  if (der[start] !== 0x02 || length === 0 || end > der.length) throw new Error('The signature is not DER.');
  // DER drops leading zeros, and puts one in front of a number whose first bit is set.
  const digits = Buffer.from(der.subarray(start + 2, end));
  const significant = digits.subarray(Math.max(0, digits.length - NUMBER_BYTES));
  if (digits.subarray(0, -NUMBER_BYTES).some((byte) => byte !== 0)) throw new Error('The signature is not of P-256.');
  return { value: Buffer.concat([Buffer.alloc(NUMBER_BYTES - significant.length), significant]), end };
}

/**
 * The signature that JOSE wants (RFC 7518, section 3.4: R and S in 32 bytes each) from the one that KMS gives
 * (RFC 3279, section 2.2.3: a DER sequence of two integers).
 *
 * @throws Error when it is no DER signature of P-256.
 */
export function joseSignature(der: Uint8Array): Buffer {
  if (der[0] !== 0x30 || der[1] !== der.length - 2) throw new Error('The signature is not DER.');
  const r = readNumber(der, 2);
  const s = readNumber(der, r.end);
  if (s.end !== der.length) throw new Error('The signature is not DER.');
  return Buffer.concat([r.value, s.value]);
}
