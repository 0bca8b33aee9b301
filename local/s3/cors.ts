import type { WireRequest, WireResponse } from '../wire/contract.ts';
import type { Directory } from './directory.ts';
import { s3Fault } from './faults.ts';
import type { S3Request } from './request.ts';

/** A rule of `CorsConfiguration` (`AWS::S3::Bucket`). */
export interface CorsRule {
  AllowedOrigins: string[];
  AllowedMethods: string[];
  AllowedHeaders?: string[];
  MaxAge?: number;
}

const KNOWN = ['Id', 'AllowedOrigins', 'AllowedMethods', 'AllowedHeaders', 'MaxAge'];

/** @throws Error for a rule that says more than this machine knows. */
export function readCors({ CorsRules = [] }: { CorsRules?: CorsRule[] } = {}): CorsRule[] {
  const others = CorsRules.flatMap((rule) => Object.keys(rule)).filter((name) => !KNOWN.includes(name));
  if (others.length > 0) throw new Error(`the embedded host does not do ${others.join(', ')} of a bucket's CORS`);
  return CorsRules;
}

/** Whether a text is what a pattern says, in which `*` is any characters. */
function fits(pattern: string, text: string): boolean {
  const source = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`, 'i').test(text);
}

const listed = (header = '') =>
  header
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);

/** The first rule by which a page of an origin may ask so ("How does Amazon S3 evaluate the CORS configuration"). */
function ruleFor(rules: CorsRule[], origin: string, method: string, headers: string[]): CorsRule | undefined {
  return rules.find(
    ({ AllowedOrigins, AllowedMethods, AllowedHeaders = [] }) =>
      AllowedOrigins.some((allowed) => fits(allowed, origin)) &&
      AllowedMethods.includes(method) &&
      headers.every((name) => AllowedHeaders.some((allowed) => fits(allowed, name))),
  );
}

function answerOf({ AllowedOrigins, AllowedMethods }: CorsRule, origin: string): Record<string, string> {
  const isForAll = AllowedOrigins.includes('*');
  return {
    'access-control-allow-origin': isForAll ? '*' : origin,
    ...(isForAll ? {} : { 'access-control-allow-credentials': 'true' }),
    'access-control-allow-methods': AllowedMethods.join(', '),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

const rulesOf = (directory: Directory, bucket: string) =>
  directory.hasBucket(bucket) ? (directory.bucket(bucket).cors ?? []) : [];

/** A browser asks whether a page may send what it is about to. No signature is looked at: it asks before there is one. */
export function preflight(directory: Directory, { bucket, headers }: S3Request): WireResponse {
  const { origin = '', 'access-control-request-method': method = '' } = headers;
  const asked = listed(headers['access-control-request-headers']);
  const rule = ruleFor(rulesOf(directory, bucket), origin, method, asked);
  if (!rule) throw s3Fault('AccessForbidden', 'CORSResponse: This CORS request is not allowed.');
  const more = {
    ...(asked.length > 0 && { 'access-control-allow-headers': asked.join(', ') }),
    ...(rule.MaxAge !== undefined && { 'access-control-max-age': String(rule.MaxAge) }),
  };
  return { status: 200, headers: { ...answerOf(rule, origin), ...more }, body: Buffer.alloc(0) };
}

/** What lets a page of another origin read an answer; nothing where it may not, or is none. */
export function corsHeaders(
  directory: Directory,
  { method, headers: { origin } }: Pick<WireRequest, 'method' | 'headers'>,
  bucket: string,
): Record<string, string> {
  const rule = origin === undefined ? undefined : ruleFor(rulesOf(directory, bucket), origin, method, []);
  return rule && origin !== undefined ? answerOf(rule, origin) : {};
}
