import { NormalizedSchema } from '@smithy/core/schema';
import { instant } from '../../../seams/clock.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';

/**
 * Definitions write the members of every request in upper case, and see those of every answer so, whatever case the
 * service has them in (AWS, "AWS SDK service integrations"). Times are text, binary is base64; but what makes up a
 * whole HTTP body, such as an object of S3 or a function's payload, is taken as it is.
 */

const upper = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
const lower = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

function isBody(schema: NormalizedSchema): boolean {
  return schema.isStreaming() || schema.getMergedTraits().httpPayload !== undefined;
}

function blobOf(value: Json, schema: NormalizedSchema): unknown {
  if (!isBody(schema)) return Buffer.from(String(value), 'base64');
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}

/** The schema's own name of a member; undefined where it has none such. */
function memberOf(schema: NormalizedSchema, name: string): string | undefined {
  const members = schema.getMemberSchemas();
  return [name, lower(name)].find((candidate) => Object.hasOwn(members, candidate));
}

function structure(value: JsonObject, schema: NormalizedSchema): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const member = memberOf(schema, name);
      return member === undefined ? [name, item] : [member, requestValue(item, schema.getMemberSchema(member))];
    }),
  );
}

function requestValue(value: Json, schema: NormalizedSchema): unknown {
  if (value === null) return value;
  if (schema.isBlobSchema()) return blobOf(value, schema);
  if (schema.isTimestampSchema()) return new Date(typeof value === 'number' ? value * 1000 : String(value));
  if (schema.isListSchema() && Array.isArray(value)) {
    return value.map((item) => requestValue(item, schema.getValueSchema()));
  }
  if (!isObject(value)) return value;
  if (schema.isMapSchema()) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, requestValue(item, schema.getValueSchema())]),
    );
  }
  return schema.isStructSchema() ? structure(value, schema) : value;
}

/** The members of a request that its operation does not have. */
export function unknownMembers(input: JsonObject, schema: unknown): string[] {
  const structure = NormalizedSchema.of(schema as never);
  return Object.keys(input).filter((name) => memberOf(structure, name) === undefined);
}

/** A task's arguments as the SDK wants them. */
export function requestOf(input: JsonObject, schema: unknown): object {
  return structure(input, NormalizedSchema.of(schema as never));
}

function responseValue(value: unknown, schema: NormalizedSchema): Json | undefined {
  if (value === undefined) return undefined;
  if (value instanceof Date) return instant(value.getTime());
  if (value instanceof Uint8Array) return Buffer.from(value).toString(isBody(schema) ? 'utf8' : 'base64');
  if (Array.isArray(value)) return value.map((item) => responseValue(item, schema.getValueSchema()) ?? null);
  if (!isObject(value)) return value as Json;
  const isStructure = schema.isStructSchema();
  const object: JsonObject = {};
  for (const [name, item] of Object.entries(value)) {
    const member = isStructure ? schema.getMemberSchema(name) : schema.getValueSchema();
    const found = responseValue(item, member);
    if (found !== undefined) object[isStructure ? upper(name) : name] = found;
  }
  return object;
}

/** Bodies that come as streams are read to their ends. */
async function whole(value: unknown): Promise<unknown> {
  if (!isObject(value) || typeof value['transformToByteArray'] !== 'function') return value;
  return (value as unknown as { transformToByteArray(): Promise<Uint8Array> }).transformToByteArray();
}

/** What the SDK gave, as the definition sees it. */
export async function answerOf(output: Record<string, unknown>, schema: unknown): Promise<Json> {
  const structure = NormalizedSchema.of(schema as never);
  const answer: JsonObject = {};
  if (!structure.isStructSchema()) return answer;
  for (const [name, member] of structure.structIterator()) {
    const value = responseValue(await whole(output[name]), member);
    if (value !== undefined) answer[upper(name)] = value;
  }
  return answer;
}
