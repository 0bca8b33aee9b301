import { createHash } from 'node:crypto';

/** The namespace of Freewheel's names. It was drawn by chance, once. */
const NAMESPACE = '2a38e0df-98f4-4a5a-8da2-ffb2fdd8e306';

/**
 * A UUID made of names (RFC 9562, section 5.5, version 5): the same names make the same one wherever they are told.
 * Whoever does not know the names cannot tell them from it.
 */
export function nameUuid(...names: (string | number)[]): string {
  const namespace = Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex');
  const hash = createHash('sha1').update(namespace).update(names.join('/')).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
