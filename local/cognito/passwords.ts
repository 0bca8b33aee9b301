import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Random } from '../../seams/random.ts';

/** What a user pool asks of passwords (CloudFormation, "AWS::Cognito::UserPool PasswordPolicy"). */
export interface PasswordPolicy {
  MinimumLength?: number;
  RequireLowercase?: boolean;
  RequireUppercase?: boolean;
  RequireNumbers?: boolean;
  RequireSymbols?: boolean;
}

/** A password as it is kept: salt and hash in base64url. */
export interface HashedPassword {
  salt: string;
  hash: string;
}

/** OWASP, "Password Storage Cheat Sheet", scrypt: N = 2^15, r = 8, p = 3; it takes 32 MB and some 200 ms. */
const COST: ScryptOptions = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Cognito takes no longer one (Amazon Cognito API reference, "SignUp"). */
const LENGTH_MAX = 256;

const derive = promisify<string, Uint8Array, number, ScryptOptions, Buffer>(scrypt);

export async function hashPassword(password: string, random: Random): Promise<HashedPassword> {
  const salt = random.bytes(SALT_BYTES);
  const hash = await derive(password.normalize('NFC'), salt, HASH_BYTES, COST);
  return { salt: Buffer.from(salt).toString('base64url'), hash: hash.toString('base64url') };
}

/** Takes as long for an account that is not there as for one that is. */
export async function isPassword(password: string, kept: HashedPassword | undefined): Promise<boolean> {
  const salt = Buffer.from(kept?.salt ?? 'nobody', 'base64url');
  const given = await derive(password.slice(0, LENGTH_MAX).normalize('NFC'), salt, HASH_BYTES, COST);
  return kept !== undefined && timingSafeEqual(given, Buffer.from(kept.hash, 'base64url'));
}

/** What a password lacks, in words that follow "Your password needs"; empty where it will do. */
export function passwordFaults(password: string, policy: PasswordPolicy): string[] {
  const { MinimumLength: least = 8 } = policy;
  const rules: Array<[boolean | undefined, boolean, string]> = [
    [true, password.length >= least, `at least ${least} characters`],
    [true, password.length <= LENGTH_MAX, `no more than ${LENGTH_MAX} characters`],
    [policy.RequireLowercase, /[a-z]/.test(password), 'a small letter'],
    [policy.RequireUppercase, /[A-Z]/.test(password), 'a capital letter'],
    [policy.RequireNumbers, /\d/.test(password), 'a digit'],
    [policy.RequireSymbols, /[^\sA-Za-z0-9]/.test(password), 'a symbol'],
  ];
  return rules.filter(([isAsked, isMet]) => isAsked && !isMet).map(([, , words]) => words);
}
