/**
 * Topics and topic filters as AWS IoT Core takes them. Limits: "AWS IoT Core endpoints and quotas", message broker
 * and protocol limits; matching: MQTT 3.1.1, section 4.7.
 */
const topicBytesMax = 256;
const slashesMax = 7;
const payloadBytesMax = 128 * 1024;

const shadowRequest = /^\$aws\/things\/([^/]+)\/shadow\/(?:name\/([^/]+)\/)?(update|get|delete)$/;

export interface ShadowRequestTopic {
  thing: string;
  /** Absent for the classic shadow. */
  name?: string;
  operation: 'update' | 'get' | 'delete';
}

/** The shadow request that a message on `topic` makes, if it makes one. */
export function shadowRequestOf(topic: string): ShadowRequestTopic | undefined {
  const [, thing, name, operation] = shadowRequest.exec(topic) ?? [];
  if (!thing) return undefined;
  return { thing, ...(name && { name }), operation: operation as ShadowRequestTopic['operation'] };
}

function textFault(what: string, text: string): string | undefined {
  if (text.length === 0) return `A ${what} cannot be empty.`;
  if (text.includes('\u0000')) return `The ${what} contains a null character.`;
  if (Buffer.byteLength(text) > topicBytesMax) return `The ${what} '${text}' is longer than ${topicBytesMax} bytes.`;
  const slashes = text.split('/').length - 1;
  return slashes > slashesMax ? `The ${what} '${text}' has more than ${slashesMax} slashes.` : undefined;
}

/** Why nobody may publish this, or undefined: topics that begin with `$` are reserved, but for shadow requests. */
export function publishFault(topic: string, payload: Uint8Array): string | undefined {
  if (/[+#]/.test(topic)) return `The topic '${topic}' contains a wildcard; only filters may.`;
  if (topic.startsWith('$') && !shadowRequestOf(topic)) return `The topic '${topic}' is reserved.`;
  if (payload.length > payloadBytesMax) return `The payload for '${topic}' is larger than ${payloadBytesMax} bytes.`;
  return textFault('topic', topic);
}

/** Why this is no topic filter, or undefined. */
export function filterFault(filter: string): string | undefined {
  const levels = filter.split('/');
  const misplaced = levels.some(
    (level, at) => (level.includes('#') && (level !== '#' || at < levels.length - 1)) || /.\+|\+./.test(level),
  );
  if (misplaced) return `The topic filter '${filter}' has a wildcard where MQTT does not allow one.`;
  return textFault('topic filter', filter);
}

/** Whether a message on `topic` is for `filter`. A leading wildcard does not reach topics that begin with `$`. */
export function matches(filter: string, topic: string): boolean {
  if (topic.startsWith('$') && /^[+#]/.test(filter)) return false;
  const wanted = filter.split('/');
  const levels = topic.split('/');
  if (wanted.at(-1) === '#') {
    const parents = wanted.slice(0, -1);
    return levels.length >= parents.length && parents.every((level, at) => level === '+' || level === levels[at]);
  }
  return wanted.length === levels.length && wanted.every((level, at) => level === '+' || level === levels[at]);
}
