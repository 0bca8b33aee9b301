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

/** Parses text of any origin; undefined where it is not JSON. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
