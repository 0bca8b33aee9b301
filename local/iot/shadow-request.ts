import { isUtf8 } from 'node:buffer';
import { ServiceError } from '../wire/contract.ts';
import { isObject, type Json, type JsonObject, parseJson } from './json.ts';

/** "Device Shadow error messages" names status and text; the data plane's API reference names the exception. */
const exceptions: Record<number, string> = {
  400: 'InvalidRequestException',
  404: 'ResourceNotFoundException',
  409: 'ConflictException',
  413: 'RequestEntityTooLargeException',
  415: 'UnsupportedDocumentEncodingException',
};

export function shadowFault(status: number, message: string): ServiceError {
  return new ServiceError(exceptions[status] ?? 'InternalFailureException', message, status);
}

/** Quotas of the Device Shadow service: levels within `desired` or `reported`; bytes of a client token. */
const levelsMax = 6;
const clientTokenBytesMax = 64;

export interface ShadowUpdate {
  /** Null deletes the section. */
  desired?: JsonObject | null;
  reported?: JsonObject | null;
  version?: number;
  clientToken?: string;
}

function levels(value: Json): number {
  const inner = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  const deepest = inner.reduce<number>((deep, item) => Math.max(deep, levels(item)), 0);
  return deepest + (isObject(value) ? 1 : 0);
}

/** "Arrays can't have null values" ("Device Shadow service documents"). */
function hasNullInArray(value: Json): boolean {
  if (Array.isArray(value)) return value.some((item) => item === null || hasNullInArray(item));
  return isObject(value) && Object.values(value).some(hasNullInArray);
}

function section(state: JsonObject, name: 'desired' | 'reported', text: string): JsonObject | null | undefined {
  const value = Object.hasOwn(state, name) ? state[name] : undefined;
  if (value === undefined || value === null) return value;
  if (!isObject(value)) throw shadowFault(400, `${text} node must be an object`);
  return value;
}

/** The document of a request, as far as every operation shares it. An empty payload is an empty document. */
export function readDocument(payload: Buffer): JsonObject {
  if (!isUtf8(payload)) throw shadowFault(415, 'Unsupported documented encoding; supported encoding is UTF-8');
  const document = payload.length === 0 ? {} : parseJson(payload);
  if (!isObject(document)) throw shadowFault(400, 'Invalid JSON');
  return document;
}

export function clientTokenOf({ clientToken }: JsonObject): { clientToken?: string } {
  if (clientToken === undefined) return {};
  if (typeof clientToken !== 'string' || Buffer.byteLength(clientToken) > clientTokenBytesMax) {
    throw shadowFault(400, 'Invalid clientToken');
  }
  return { clientToken };
}

/** Reads the document of an update. Throws AWS's fault for what is wrong with it. */
export function readUpdate(document: JsonObject): ShadowUpdate {
  const { state, version } = document;
  if (state === undefined) throw shadowFault(400, 'Missing required node: state');
  if (!isObject(state)) throw shadowFault(400, 'State node must be an object');
  const desired = section(state, 'desired', 'Desired');
  const reported = section(state, 'reported', 'Reported');
  if (version !== undefined && !(Number.isSafeInteger(version) && Number(version) >= 0)) {
    throw shadowFault(400, 'Invalid version');
  }
  const token = clientTokenOf(document);
  if (levels(desired ?? {}) > levelsMax || levels(reported ?? {}) > levelsMax) {
    throw shadowFault(400, `JSON contains too many levels of nesting; maximum is ${levelsMax}`);
  }
  const foreign = Object.keys(state).some((name) => name !== 'desired' && name !== 'reported');
  if (foreign || hasNullInArray(state)) throw shadowFault(400, 'State contains an invalid node');
  return {
    ...(desired !== undefined && { desired }),
    ...(reported !== undefined && { reported }),
    ...(version !== undefined && { version: Number(version) }),
    ...token,
  };
}
