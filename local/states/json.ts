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

/** Parses text of any origin; undefined where it is not JSON, or nests too deep. */
export function parseJson(text: string): Json | undefined {
  if (isTooDeepText(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
