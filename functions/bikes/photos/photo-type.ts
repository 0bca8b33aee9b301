import { PhotoType } from '../photo-contract.ts';

/** As many of a photo's first bytes as tell what it is. */
export const SIGNATURE_BYTES = 12;

/**
 * With what photos of a type begin: JPEG with the markers SOI and the start of another (ITU T.81, annex B), PNG with
 * its signature (PNG specification, section 5.2), WebP with RIFF, a length, and WEBP (RFC 9649, section 2.4). In hexadecimal.
 */
const SIGNATURES: Record<PhotoType, RegExp> = {
  'image/jpeg': /^ffd8ff/,
  'image/png': /^89504e470d0a1a0a/,
  'image/webp': /^52494646.{8}57454250/,
};

/** The type that is stated, where the first bytes are those of a photo of this type. */
export function photoTypeOf(stated: string | undefined, firstBytes: Uint8Array): PhotoType | undefined {
  const type = PhotoType.safeParse(stated).data;
  return type && SIGNATURES[type].test(Buffer.from(firstBytes).toString('hex')) ? type : undefined;
}
