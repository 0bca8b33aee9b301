/** What Amazon States Language computes with. Values are shared between states and therefore never changed in place. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The type's name as it stands in Step Functions' messages. */
export function typeName(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Payloads between states are limited to 256 KiB of UTF-8 JSON (AWS, "Step Functions service quotas"). */
const PAYLOAD_BYTES_MAX = 256 * 1024;

/** Whether a payload's text is over the limit. A character takes at most three bytes in UTF-8: most need no count. */
export function isOversizedText(text: string): boolean {
  return text.length * 3 > PAYLOAD_BYTES_MAX && Buffer.byteLength(text) > PAYLOAD_BYTES_MAX;
}

/**
 * Deeper JSON is refused wherever it comes in, or comes to be: V8 writes some thousands of levels, and what the engine
 * cannot write it could not keep. Jackson, with which AWS's own services read JSON, stops at 1,000 too.
 */
const LEVELS_MAX = 1_000;

/** Whether the text of some JSON nests too deep. Text too short to hold so many brackets is not looked at. */
export function isTooDeepText(text: string): boolean {
  if (text.length < 2 * LEVELS_MAX) return false;
  let level = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (isQuoted && sign === '\\') at += 1;
    else if (sign === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (sign === '[' || sign === '{') && ++level > LEVELS_MAX) return true;
    else if (!isQuoted && (sign === ']' || sign === '}')) level -= 1;
  }
  return false;
}

/** So few levels leave the limit far away, and the stack too. */
const LEVELS_FEW = 100;

/**
 * Whether a value is so small and so flat that its text can be neither oversized nor too deep; found out without making
 * that text. Some values that are within the limits are not small: those must be written to be measured.
 */
export function isSmall(value: Json): boolean {
  return roomAfter(value, PAYLOAD_BYTES_MAX, LEVELS_FEW) >= 0;
}

/** The room that a value's text leaves at the least; below zero where there may not be enough, of bytes or levels. */
function roomAfter(value: Json, room: number, levels: number): number {
  // An escaped character takes six bytes, and the longest number 25; each has a comma, a colon or brackets about it.
  if (typeof value === 'string') return room - 6 * value.length - 4;
  if (typeof value !== 'object' || value === null) return room - 27;
  if (levels === 0) return -1;
  let left = room - 4;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length && left >= 0; at++) left = roomAfter(value[at] ?? null, left, levels - 1);
    return left;
  }
  for (const name in value) {
    if (left < 0) break;
    left = roomAfter(value[name] ?? null, left - 6 * name.length - 4, levels - 1);
  }
  return left;
}

/** Parses text of any origin; undefined where it is not JSON, or nests too deep. */
export function parseJson(text: string): Json | undefined {
  if (isTooDeepText(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
