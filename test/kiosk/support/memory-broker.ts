import type { MqttClient, MqttListener, MqttTransport } from '../../../seams/mqtt.ts';
import { memoryShadows } from './memory-shadows.ts';

interface Published {
  topic: string;
  payload: string;
}

/** An MQTT broker with the shadow service behind it, as far as a kiosk sees one. */
export interface MemoryBroker {
  transport: MqttTransport;
  /** Publishes as the cloud. */
  publish(topic: string, payload: unknown, retain?: boolean): void;
  /** Changes a shadow's desired state, as the cloud does. */
  desire(thing: string, shadow: string, desired: Record<string, unknown> | null): void;
  /** Sends a delta of any version, as a broker may that kept an old one. */
  replayDelta(thing: string, shadow: string, version: number, state: Record<string, unknown>): void;
  /** Keeps a message for the session of a client that is away, and delivers it first when it comes back. */
  keep(clientId: string, topic: string, payload: unknown): void;
  reported(thing: string, shadow: string): unknown;
  /** What kiosks published and was acknowledged, but for shadow requests. */
  published: Published[];
  /** Calls back after each of those. */
  onPublished(listener: () => void): void;
  filters(clientId: string): string[];
  /** All that is subscribed to or published fails, and connections are cut, until it is set back. */
  cut(down: boolean): void;
  /** Messages arrive and their acknowledgements do not. */
  loseAcknowledgements(lose: boolean): void;
}

interface Session {
  listener: MqttListener;
  filters: Set<string>;
  up: boolean;
  closed: boolean;
  unacknowledged: Array<(error: Error) => void>;
  kept: Published[];
}

const matches = (filter: string, topic: string) =>
  new RegExp(`^${filter.replace(/[.*?^${}()|[\]\\]/g, '\\$&').replaceAll('+', '[^/]+')}$`).test(topic);

export function memoryBroker(): MemoryBroker {
  const sessions = new Map<string, Session>();
  const retained = new Map<string, string>();
  const published: Published[] = [];
  const listeners: Array<() => void> = [];
  let down = false;
  let losing = false;

  const deliver = (topic: string, payload: string) => {
    for (const session of sessions.values())
      if (session.up && [...session.filters].some((filter) => matches(filter, topic)))
        queueMicrotask(() => session.up && session.listener.message(topic, payload));
  };
  const shadows = memoryShadows(deliver);

  const goUp = (session: Session) => {
    if (down || session.closed) return;
    session.up = true;
    session.filters.clear();
    session.listener.up();
    for (const { topic, payload } of session.kept.splice(0)) session.listener.message(topic, payload);
  };
  const goDown = (session: Session) => {
    session.up = false;
    for (const fail of session.unacknowledged.splice(0)) fail(new Error('The connection was lost.'));
    session.listener.down('The connection was lost.');
  };

  const client = (session: Session): MqttClient => ({
    publish: (topic, payload) =>
      new Promise((resolve, reject) => {
        if (!session.up) return reject(new Error('There is no connection.'));
        if (!shadows.request(topic, payload)) {
          published.push({ topic, payload });
          for (const listener of listeners) queueMicrotask(listener);
        }
        if (losing) session.unacknowledged.push(reject);
        else resolve();
      }),
    subscribe: async (filters) => {
      if (!session.up) throw new Error('There is no connection.');
      for (const filter of filters) {
        session.filters.add(filter);
        for (const [topic, payload] of retained) if (matches(filter, topic)) deliver(topic, payload);
      }
    },
    close: async () => {
      session.closed = true;
      session.up = false;
    },
  });

  return {
    transport: (clientId, listener) => {
      const session: Session = { listener, filters: new Set(), up: false, closed: false, unacknowledged: [], kept: [] };
      sessions.set(clientId, session);
      queueMicrotask(() => goUp(session));
      return client(session);
    },
    publish: (topic, payload, retain = false) => {
      const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
      if (retain) retained.set(topic, text);
      deliver(topic, text);
    },
    desire: (thing, shadow, desired) => shadows.update(thing, shadow, { desired }),
    replayDelta: (thing, shadow, version, state) =>
      deliver(`$aws/things/${thing}/shadow/name/${shadow}/update/delta`, JSON.stringify({ version, state })),
    keep: (clientId, topic, payload) =>
      void sessions.get(clientId)?.kept.push({ topic, payload: JSON.stringify(payload) }),
    reported: (thing, shadow) => shadows.reported(thing, shadow),
    published,
    onPublished: (listener) => void listeners.push(listener),
    filters: (clientId) => [...(sessions.get(clientId)?.filters ?? [])],
    cut: (isDown) => {
      down = isDown;
      for (const session of sessions.values()) {
        if (isDown && session.up) goDown(session);
        if (!isDown && !session.up) goUp(session);
      }
    },
    loseAcknowledgements: (lose) => {
      losing = lose;
    },
  };
}
