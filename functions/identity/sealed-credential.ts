import { createDecipheriv } from 'node:crypto';
import { Credential } from './contract.ts';
import type { CredentialKey } from './keys.ts';

/** Lengths in bytes that A256GCM prescribes (RFC 7518, section 5.3). */
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/**
 * Before any key is used: the header names the one way in which kiosks seal. A header with `crit` or `zip` asks
 * for something that we do not do, and must be refused (RFC 7516, sections 4.1.13 and 4.1.3).
 */
function isOurKind(header: unknown): header is { kid?: unknown } {
  if (typeof header !== 'object' || header === null) return false;
  const { alg, enc, crit, zip } = header as Record<string, unknown>;
  return alg === 'RSA-OAEP-256' && enc === 'A256GCM' && crit === undefined && zip === undefined;
}

function decrypt(key: Uint8Array, iv: Buffer, content: Buffer, tag: Buffer, header: string): string | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(header, 'ascii')).setAuthTag(tag);
    return Buffer.concat([decipher.update(content), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

/**
 * Opens a credential: a JWE of five parts (RFC 7516, section 7.1), RSA-OAEP-256 with A256GCM.
 *
 * @returns undefined when it was not sealed to this key, was changed on the way, or holds something else.
 */
export async function openCredential(sealed: string, key: CredentialKey): Promise<Credential | undefined> {
  const [header = '', ...parts] = sealed.split('.');
  const kind = parse(Buffer.from(header, 'base64url').toString('utf8'));
  if (!isOurKind(kind)) return undefined;
  const [sealedKey, iv, content, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
  if (!sealedKey || !content || iv?.length !== IV_BYTES || tag?.length !== TAG_BYTES) return undefined;
  const contentKey = await key.open(sealedKey, kind.kid === undefined ? undefined : String(kind.kid));
  if (contentKey?.length !== KEY_BYTES) return undefined;
  const credential = Credential.safeParse(parse(decrypt(contentKey, iv, content, tag, header) ?? ''));
  return credential.success ? credential.data : undefined;
}
