import type { WireResponse } from '../wire/contract.ts';

/** What API Gateway itself says, without any function. */
export function told(status: number, message: string): WireResponse {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ message })),
  };
}

interface FullAnswer {
  statusCode: number;
  headers?: Record<string, unknown>;
  cookies?: string[];
  body?: string;
  isBase64Encoded?: boolean;
}

function isFull(answer: unknown): answer is FullAnswer {
  return typeof answer === 'object' && answer !== null && 'statusCode' in answer;
}

function isWellFormed({ statusCode, headers = {}, cookies = [], body }: FullAnswer): boolean {
  return (
    Number.isInteger(Number(statusCode)) &&
    typeof headers === 'object' &&
    Array.isArray(cookies) &&
    (body === undefined || body === null || typeof body === 'string')
  );
}

/**
 * What a function has answered, as a response (AWS, "Lambda function response for format 2.0"): an object with a
 * `statusCode` says it all; anything else is the body of a 200. A malformed answer is an internal server error.
 */
export function responseOf(answer: unknown): WireResponse {
  if (!isFull(answer)) {
    const body = typeof answer === 'string' ? answer : JSON.stringify(answer);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) };
  }
  if (!isWellFormed(answer)) return told(500, 'Internal Server Error');
  const { statusCode, headers = {}, cookies = [], body, isBase64Encoded } = answer;
  const given = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    status: Number(statusCode),
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...Object.fromEntries(given) },
    ...(cookies.length > 0 && { cookies }),
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
  };
}
