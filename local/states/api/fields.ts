import { ServiceError } from '../../wire/contract.ts';
import { isObject, type JsonObject } from '../json.ts';

/** What an operation was sent, not yet looked at. */
export type Input = JsonObject;

export function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

export function optionalText(input: Input, field: string): string | undefined {
  const value = input[field] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw invalid(
    `1 validation error detected: Value at '${field}' failed to satisfy constraint: Member must be a string`,
  );
}

export function requiredText(input: Input, field: string): string {
  const value = optionalText(input, field);
  if (value !== undefined && value !== '') return value;
  throw invalid(
    `1 validation error detected: Value null at '${field}' failed to satisfy constraint: Member must not be null`,
  );
}

/** A whole number from zero to `max`; zero and absence give `standard`, as AWS documents for `maxResults`. */
export function pageSize(input: Input, standard: number, max: number): number {
  const value = input['maxResults'] ?? 0;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max) return value || standard;
  throw invalid(
    `1 validation error detected: Value '${value}' at 'maxResults' failed to satisfy constraint: Member must be from 0 to ${max}`,
  );
}

export function isTrue(input: Input, field: string, otherwise: boolean): boolean {
  const value = input[field] ?? undefined;
  return typeof value === 'boolean' ? value : otherwise;
}

const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;

export function checkName(name: string): string {
  if (NAME.test(name)) return name;
  throw new ServiceError('InvalidName', `Invalid Name: '${name}'`);
}

/** Continues a listing behind `after`, which only the engine reads. */
export function nextToken(after: number): string {
  return Buffer.from(`v1:${after}`).toString('base64url');
}

export function readNextToken(input: Input): number | undefined {
  const token = optionalText(input, 'nextToken');
  if (token === undefined) return undefined;
  const after = /^v1:(\d+)$/.exec(Buffer.from(token, 'base64url').toString())?.[1];
  if (after === undefined) throw new ServiceError('InvalidToken', `Invalid Token: 'Invalid token'`);
  return Number(after);
}

export const seconds = (ms: number): number => ms / 1000;

export function operationInput(value: unknown): Input {
  if (isObject(value)) return value;
  throw new ServiceError('SerializationException', 'The request body is not a JSON object.');
}
