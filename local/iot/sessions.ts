import type { Clock } from '../../seams/clock.ts';
import type { Store } from '../store.ts';
import { filterTree } from './filter-tree.ts';
import { type Delivered, fromStored, type StoredMessage, toStored } from './message.ts';

const SESSIONS = 'iot/sessions';
const QUEUES = 'iot/session-queues';

/** "By default, persistent sessions expire after 1 hour" (AWS IoT Core, "MQTT persistent sessions"). */
const sessionLifetimeMs = 3_600_000;

interface Subscription {
  filter: string;
  qos: 0 | 1;
}

interface Session {
  subscriptions: Subscription[];
  /** Absent while the client is connected. */
  disconnectedAt?: number;
}

/**
 * What the broker remembers of clients that connected with `clean session` off: their subscriptions, and the QoS 1
 * messages that they have not acknowledged. Durable; an unknown client simply has no session.
 */
export interface Sessions {
  connected(clientId: string): void;
  disconnected(clientId: string): void;
  end(clientId: string): void;
  subscribe(clientId: string, added: Subscription[]): void;
  unsubscribe(clientId: string, filters: string[]): void;
  subscriptions(clientId: string): Subscription[];
  /** Keeps a QoS 1 message for every session that wants it, until the client acknowledges it. */
  enqueue(message: Delivered): void;
  /** What the client has not acknowledged, oldest first. */
  queued(clientId: string): Delivered[];
  acknowledge(clientId: string, seq: number): void;
  /** The highest `seq` that any queue held when the sessions were opened. */
  lastSeq: number;
}

// Client ids may contain any character; encoded, none holds the slash that parts the key.
const prefixOf = (clientId: string) => `${encodeURIComponent(clientId)}/`;
const keyOf = (clientId: string, seq: number) => `${prefixOf(clientId)}${String(seq).padStart(16, '0')}`;

export function openSessions(store: Store, clock: Clock): Sessions {
  const sessions = new Map<string, Session>();
  const queues = new Map<string, Map<number, Delivered>>();
  const wanting = filterTree<string>();
  let lastSeq = 0;

  const keep = (clientId: string, session: Session) => {
    sessions.set(clientId, session);
    store.put(SESSIONS, clientId, session);
  };
  const queueOf = (clientId: string) => {
    const queue = queues.get(clientId) ?? new Map<number, Delivered>();
    queues.set(clientId, queue);
    return queue;
  };
  const end = (clientId: string) => {
    for (const { filter } of sessions.get(clientId)?.subscriptions ?? []) wanting.remove(filter, clientId);
    for (const { key } of store.list(QUEUES, prefixOf(clientId))) store.delete(QUEUES, key);
    store.delete(SESSIONS, clientId);
    sessions.delete(clientId);
    queues.delete(clientId);
  };
  const live = (clientId: string): Session | undefined => {
    const session = sessions.get(clientId);
    const expired = session?.disconnectedAt !== undefined && session.disconnectedAt + sessionLifetimeMs < clock.now();
    if (!expired) return session;
    end(clientId);
    return undefined;
  };

  for (const { key: clientId, value } of store.list<Session>(SESSIONS)) {
    // Nobody is connected to a host that has just started.
    keep(clientId, { ...value, disconnectedAt: value.disconnectedAt ?? clock.now() });
    for (const { filter, qos } of value.subscriptions) if (qos === 1) wanting.add(filter, clientId);
    for (const { key, value: stored } of store.list<StoredMessage>(QUEUES, prefixOf(clientId))) {
      const seq = Number(key.slice(prefixOf(clientId).length));
      queueOf(clientId).set(seq, fromStored(stored, seq));
      lastSeq = Math.max(lastSeq, seq);
    }
  }

  return {
    lastSeq,
    end,
    connected(clientId) {
      const session = live(clientId);
      if (session) keep(clientId, { subscriptions: session.subscriptions });
    },
    disconnected(clientId) {
      const session = live(clientId);
      if (session) keep(clientId, { ...session, disconnectedAt: clock.now() });
    },
    subscribe(clientId, added) {
      const replaced = new Set(added.map(({ filter }) => filter));
      const session = live(clientId) ?? { subscriptions: [] };
      const kept = session.subscriptions.filter(({ filter }) => !replaced.has(filter));
      keep(clientId, { ...session, subscriptions: [...kept, ...added] });
      for (const { filter, qos } of added) {
        if (qos === 1) wanting.add(filter, clientId);
        else wanting.remove(filter, clientId);
      }
    },
    unsubscribe(clientId, filters) {
      const session = live(clientId);
      if (!session) return;
      const kept = session.subscriptions.filter(({ filter }) => !filters.includes(filter));
      keep(clientId, { ...session, subscriptions: kept });
      for (const filter of filters) wanting.remove(filter, clientId);
    },
    subscriptions: (clientId) => live(clientId)?.subscriptions ?? [],
    enqueue(message) {
      if (message.qos === 0) return;
      for (const clientId of wanting.match(message.topic)) {
        if (!live(clientId)) continue;
        store.put(QUEUES, keyOf(clientId, message.seq), toStored(message));
        queueOf(clientId).set(message.seq, message);
      }
    },
    queued: (clientId) => [...(queues.get(clientId)?.values() ?? [])],
    acknowledge(clientId, seq) {
      if (queues.get(clientId)?.delete(seq)) store.discard(QUEUES, keyOf(clientId, seq));
    },
  };
}
