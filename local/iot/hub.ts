import type { Clock } from '../../seams/clock.ts';
import type { Store } from '../store.ts';
import { filterTree } from './filter-tree.ts';
import type { Delivered, Message } from './message.ts';
import { openRetained, type Retained } from './retained.ts';
import { openSessions, type Sessions } from './sessions.ts';

type Subscriber = (message: Delivered) => void;

/**
 * The one place through which every message goes: from MQTT clients, from HTTP, from shadows and rules. Whatever
 * speaks to clients stands around it.
 */
export interface Hub {
  /**
   * When this returns, whatever was asked to keep the message has it on disk: shadows, the queues of rules,
   * persistent sessions, retained messages. Only then may a QoS 1 publish be acknowledged. Throws what the first
   * failing subscriber threw, after all others had the message; the sender then gets no acknowledgement and
   * sends again, so that a message may come twice but not be lost.
   */
  publish(message: Message): void;
  /** Calls `subscriber` with each message that matches `filter` until the function returned is called. */
  subscribe(filter: string, subscriber: Subscriber): () => void;
  retained: Retained;
  sessions: Sessions;
}

export function createHub({ clock, store }: { clock: Clock; store: Store }): Hub {
  const subscribers = filterTree<Subscriber>();
  const retained = openRetained(store, clock);
  const sessions = openSessions(store, clock);
  const waiting: Message[] = [];
  let delivering = false;
  let seq = sessions.lastSeq;

  const deliver = (message: Message, faults: unknown[]) => {
    seq += 1;
    const delivered = { ...message, seq };
    if (message.retain) retained.keep(message);
    sessions.enqueue(delivered);
    for (const subscriber of subscribers.match(message.topic)) {
      try {
        subscriber(delivered);
      } catch (fault) {
        faults.push(fault);
      }
    }
  };

  return {
    retained,
    sessions,
    publish(message) {
      waiting.push(message);
      // What a subscriber publishes waits its turn: everyone sees a request before they see its answer.
      if (delivering) return;
      const faults: unknown[] = [];
      delivering = true;
      try {
        for (let next = waiting.shift(); next; next = waiting.shift()) deliver(next, faults);
      } finally {
        delivering = false;
        waiting.length = 0;
      }
      if (faults.length > 0) throw faults[0];
    },
    subscribe(filter, subscriber) {
      // Wrapped, so that one function may subscribe twice and still take back one subscription at a time.
      const own: Subscriber = (message) => subscriber(message);
      subscribers.add(filter, own);
      return () => subscribers.remove(filter, own);
    },
  };
}
