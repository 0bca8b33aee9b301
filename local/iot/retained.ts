import type { Clock } from '../../seams/clock.ts';
import type { Store } from '../store.ts';
import type { Message } from './message.ts';
import { matches } from './topics.ts';

const SPACE = 'iot/retained';

interface RetainedMessage {
  topic: string;
  payload: Buffer;
  qos: 0 | 1;
  /** Milliseconds since the epoch. */
  changedAt: number;
}

/** The last retained message of each topic, durably. */
export interface Retained {
  /** Keeps the message, or forgets the topic's when the payload is empty (MQTT 3.1.1, section 3.3.1.3). */
  keep(message: Message): void;
  get(topic: string): RetainedMessage | undefined;
  /** In the order of their topics. */
  all(): RetainedMessage[];
  matching(filters: string[]): RetainedMessage[];
}

export function openRetained(store: Store, clock: Clock): Retained {
  const kept = new Map<string, RetainedMessage>();
  for (const { key, value } of store.list<{ payload: string; qos: 0 | 1; changedAt: number }>(SPACE)) {
    kept.set(key, { ...value, topic: key, payload: Buffer.from(value.payload, 'base64') });
  }
  const all = () => [...kept.values()].sort((a, b) => (a.topic < b.topic ? -1 : 1));
  return {
    keep({ topic, payload, qos }) {
      if (payload.length === 0) {
        store.delete(SPACE, topic);
        kept.delete(topic);
        return;
      }
      const changedAt = clock.now();
      store.put(SPACE, topic, { payload: payload.toString('base64'), qos, changedAt });
      kept.set(topic, { topic, payload, qos, changedAt });
    },
    get: (topic) => kept.get(topic),
    all,
    matching: (filters) => all().filter(({ topic }) => filters.some((filter) => matches(filter, topic))),
  };
}
