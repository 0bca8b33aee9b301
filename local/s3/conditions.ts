import type { StoredObject } from './directory.ts';
import { s3Fault } from './faults.ts';

type Headers = Record<string, string>;

const failed = (header: string) =>
  s3Fault('PreconditionFailed', `At least one of the pre-conditions you specified did not hold: ${header}`);

function names(list: string, { etag }: StoredObject): boolean {
  return list.split(',').some((each) => each.trim() === '*' || each.trim().replaceAll('"', '') === etag);
}

/** HTTP's dates have whole seconds. */
function modifiedAfter(date: string, { modifiedAt }: StoredObject): boolean {
  return Math.floor(modifiedAt / 1_000) * 1_000 > Date.parse(date);
}

/** Whether a write may go on, given what stands at its key now. Throws `PreconditionFailed` or `NoSuchKey`. */
export function checkWrite(headers: Headers, found: StoredObject | undefined): void {
  const [ifMatch, ifNoneMatch] = [headers['if-match'], headers['if-none-match']];
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') {
    throw s3Fault('NotImplemented', "A write takes no other 'If-None-Match' than '*'.");
  }
  if (ifNoneMatch === '*' && found) throw failed('If-None-Match');
  if (ifMatch === undefined) return;
  if (!found) throw s3Fault('NoSuchKey', 'The specified key does not exist.');
  if (!names(ifMatch, found)) throw failed('If-Match');
}

/** Whether the caller has what it asks for already (304). Throws `PreconditionFailed`. As RFC 9110, section 13.2.2. */
export function isNotModified(headers: Headers, object: StoredObject): boolean {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  const { 'if-modified-since': modifiedSince, 'if-unmodified-since': unmodifiedSince } = headers;
  if (match !== undefined) {
    if (!names(match, object)) throw failed('If-Match');
  } else if (unmodifiedSince !== undefined && modifiedAfter(unmodifiedSince, object))
    throw failed('If-Unmodified-Since');
  if (noneMatch !== undefined) return names(noneMatch, object);
  return modifiedSince !== undefined && !modifiedAfter(modifiedSince, object);
}

/** The first and the last byte that are asked for, or undefined for all. Throws `InvalidRange`. */
export function readRange(range: string | undefined, size: number): { first: number; last: number } | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (from === undefined || to === undefined || from + to === '') return undefined;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (first < size && first <= last) return { first, last };
  throw s3Fault('InvalidRange', `The requested range is not satisfiable: the object has ${size} bytes.`);
}
