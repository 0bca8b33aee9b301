import type * as z from 'zod/mini';
import { type Json, jsonSchema, type SchemaName } from './schemas.ts';

/** A body of the named schema. */
export const content = (schema: SchemaName, type = 'application/json') => ({
  [type]: { schema: { $ref: `#/components/schemas/${schema}` } },
});

/** What each refusal means, whatever the route. The problem's `type` says which it is. */
const REFUSALS = {
  400: 'The body is not JSON, nests too deep, or has too many names or one of them twice.',
  401: 'There is no access token, or none that is good for this.',
  403: 'The token, the rider, the session or the role does not allow it.',
  404: 'What it is about is not there, or not for this kiosk to see.',
  409: 'It is at odds with what happened before, or with what is there.',
  413: 'The body is too large.',
  415: 'The body is of another media type.',
  422: 'The request is at fault; `errors` points to where.',
  429: 'The kiosk has asked or scanned more often than riders do. It may ask again after the time in Retry-After.',
  500: 'A fault of ours. The same request may be tried again.',
  503: 'Busy. The same request may be tried again after the time in Retry-After.',
} as const;

export type Refusal = keyof typeof REFUSALS;

/** The answers that refuse, by their statuses. */
export function problems(...statuses: Refusal[]): Json {
  const answer = (status: Refusal) => ({
    description: REFUSALS[status],
    content: content('Problem', 'application/problem+json'),
  });
  return Object.fromEntries(statuses.map((status) => [status, answer(status)]));
}

export const FROM_KIOSKS = { security: [{ kioskToken: [] }] };
export const FROM_PEOPLE = { security: [{ people: ['openid'] }] };
export const BODY_PROBLEMS = [400, 401, 403, 409, 413, 415, 422, 429, 500, 503] as const;

/** A part of the path. */
export const inPath = (name: string, schema: z.core.$ZodType) => ({
  name,
  in: 'path',
  required: true,
  schema: jsonSchema(schema),
});

/** Asks for the page after one that has been answered. */
export const CURSOR = {
  name: 'cursor',
  in: 'query',
  schema: { type: 'string' },
  description: 'Where the page before ended.',
};

export const header = (description: string) => ({ description, schema: { type: 'string' } });
