import type { MqttClient, MqttListener, MqttTransport } from '../../seams/mqtt.ts';
import type { Authorize, Principal } from './authorize.ts';
import type { Hub } from './hub.ts';
import { type Hop, inOrder, type Link, type Network } from './memory-network.ts';
import type { Delivered } from './message.ts';
import { filterFault, publishFault } from './topics.ts';

interface Waiting {
  settle(): void;
  fail(reason: string): void;
}

class MemoryClient implements MqttClient, Link {
  readonly clientId: string;
  readonly #certificateId: string | undefined;
  readonly #broker: () => Broker;
  readonly #network: Network;
  readonly #listener: MqttListener;
  /** Ends the connection that had this client's id before. */
  readonly #takeOver: (client: MemoryClient) => void;
  readonly #live = new Map<string, () => void>();
  readonly #waiting = new Set<Waiting>();
  #principal: Principal | undefined;
  /** Counts connections; what belongs to an earlier one is dropped on arrival. */
  #connection = 0;
  #brokerSees = 0;
  #up = false;
  #closed = false;
  #lastSeq = 0;

  constructor(
    { clientId, certificateId }: { clientId: string; certificateId: string | undefined },
    listener: MqttListener,
    { broker, network }: { broker: () => Broker; network: Network },
    takeOver: (client: MemoryClient) => void,
  ) {
    this.#takeOver = takeOver;
    this.clientId = clientId;
    this.#certificateId = certificateId;
    this.#listener = listener;
    this.#broker = broker;
    this.#network = network;
  }

  get #hub(): Hub {
    return this.#broker().hub;
  }

  get #authorize(): Authorize {
    return this.#broker().authorize;
  }

  mend(): void {
    if (this.#closed || this.#up) return;
    this.#connection += 1;
    const connection = this.#connection;
    this.#toBroker('connect', connection, () => this.#connected(connection));
  }

  cut(reason: string): void {
    if (this.#connection === this.#brokerSees) this.#leaveBroker();
    this.#connection += 1;
    for (const waiting of this.#waiting) waiting.fail(reason);
    if (!this.#up) return;
    this.#up = false;
    this.#listener.down(reason);
  }

  publish(topic: string, payload: string, { retain = false } = {}): Promise<void> {
    const connection = this.#connection;
    return this.#answered((waiting) => {
      const arrive = () => {
        const fault = this.#publishAtBroker(topic, Buffer.from(payload), retain);
        if (fault) this.cut(fault);
        else this.#toClient('puback', connection, waiting.settle);
      };
      this.#toBroker('publish', connection, arrive, topic);
    });
  }

  subscribe(filters: string[]): Promise<void> {
    const connection = this.#connection;
    return this.#answered((waiting) => {
      this.#toBroker('subscribe', connection, () => {
        const refused = filters.filter((filter) => !this.#maySubscribe(filter));
        const granted = filters.filter((filter) => !refused.includes(filter));
        this.#hub.sessions.subscribe(
          this.clientId,
          granted.map((filter) => ({ filter, qos: 1 })),
        );
        for (const filter of granted) this.#attach(filter);
        const answer = () => {
          if (refused.length > 0) waiting.fail(`The broker refused the subscription to ${refused.join(', ')}.`);
          else waiting.settle();
        };
        this.#toClient('suback', connection, answer);
        for (const kept of this.#hub.retained.matching(granted)) this.#send(kept.topic, kept.payload);
      });
    });
  }

  /** Another client has this one's id: what it sent before and is still under way arrives no more. */
  replaced(): void {
    this.cut('Another client connected with the same id.');
    this.#brokerSees = 0;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#up = false;
    this.cut('The connection was closed.');
  }

  #connected(connection: number): void {
    this.#principal = this.#authorize.connect({ clientId: this.clientId, certificateId: this.#certificateId });
    if (!this.#principal) {
      this.#toClient('connack', connection, () => this.#listener.down('Connection refused: Not authorized'));
      return;
    }
    this.#takeOver(this);
    this.#brokerSees = connection;
    this.#lastSeq = 0;
    const { sessions } = this.#hub;
    for (const { filter } of sessions.subscriptions(this.clientId)) this.#attach(filter);
    sessions.connected(this.clientId);
    this.#toClient('connack', connection, () => {
      if (this.#up) return;
      this.#up = true;
      this.#listener.up();
    });
    for (const message of sessions.queued(this.clientId)) this.#deliver(message);
  }

  #leaveBroker(): void {
    for (const detach of this.#live.values()) detach();
    this.#live.clear();
    this.#hub.sessions.disconnected(this.clientId);
  }

  #attach(filter: string): void {
    if (this.#live.has(filter)) return;
    this.#live.set(
      filter,
      this.#hub.subscribe(filter, (message) => this.#deliver(message)),
    );
  }

  /** Sends a message of the hub once, also when several filters match it. */
  #deliver({ seq, topic, payload, qos }: Delivered): void {
    if (seq <= this.#lastSeq) return;
    this.#lastSeq = seq;
    const { sessions } = this.#hub;
    if (this.#principal && !this.#authorize.receive(this.#principal, topic)) {
      sessions.acknowledge(this.clientId, seq);
      return;
    }
    const acknowledge = () => sessions.acknowledge(this.clientId, seq);
    this.#send(topic, payload, qos === 1 ? acknowledge : undefined);
  }

  #send(topic: string, payload: Buffer, acknowledge?: () => void): void {
    const connection = this.#brokerSees;
    const arrive = () => {
      if (this.#closed) return;
      this.#listener.message(topic, payload.toString());
      if (acknowledge) this.#toBroker('ack', connection, acknowledge);
    };
    this.#toClient('message', connection, arrive, topic);
  }

  #publishAtBroker(topic: string, payload: Buffer, retain: boolean): string | undefined {
    const fault = publishFault(topic, payload);
    if (fault) return fault;
    if (!this.#principal || !this.#authorize.publish(this.#principal, topic, retain))
      return `It may not publish to '${topic}'.`;
    try {
      this.#hub.publish({ topic, payload, qos: 1, retain, clientId: this.clientId });
      return undefined;
    } catch (fault) {
      return String(fault);
    }
  }

  #maySubscribe(filter: string): boolean {
    return !filterFault(filter) && this.#principal !== undefined && this.#authorize.subscribe(this.#principal, filter);
  }

  /** A promise that the broker's answer settles, and the loss of the connection rejects. */
  #answered(send: (waiting: Waiting) => void): Promise<void> {
    if (!this.#up) return Promise.reject(new Error(`The MQTT client '${this.clientId}' is not connected.`));
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        settle: () => {
          this.#waiting.delete(waiting);
          resolve();
        },
        fail: (reason) => {
          this.#waiting.delete(waiting);
          reject(new Error(reason));
        },
      };
      this.#waiting.add(waiting);
      send(waiting);
    });
  }

  /** What the client sent before its connection broke may still arrive, until the broker sees the next one. */
  #toBroker(kind: Hop['kind'], connection: number, arrive: () => void, topic?: string): void {
    const hop: Hop = { clientId: this.clientId, to: 'broker', kind, ...(topic !== undefined && { topic }) };
    this.#network.carry(hop, () => {
      const newest = kind === 'connect' ? connection === this.#connection : connection === this.#brokerSees;
      if (newest) arrive();
    });
  }

  #toClient(kind: Hop['kind'], connection: number, arrive: () => void, topic?: string): void {
    const hop: Hop = { clientId: this.clientId, to: 'client', kind, ...(topic !== undefined && { topic }) };
    this.#network.carry(hop, () => {
      if (connection === this.#connection) arrive();
    });
  }
}

/** Whoever stands at the other end: another one, once the host has been started anew. */
interface Broker {
  hub: Hub;
  authorize: Authorize;
}

export interface MemoryTransportOptions {
  /** The certificate that a client has; over TLS it would have to prove its key. */
  certificateOf?: (clientId: string) => string | undefined;
  network?: Network;
}

/**
 * Opens connections to the hub within the process, each with a persistent session. A client id that connects anew
 * ends the connection that had it before (MQTT 3.1.1, section 3.1.4).
 */
export function memoryTransport(broker: () => Broker, options: MemoryTransportOptions = {}): MqttTransport {
  const { certificateOf, network = inOrder } = options;
  const clients = new Map<string, MemoryClient>();
  const takeOver = (client: MemoryClient) => {
    const before = clients.get(client.clientId);
    if (before !== client) before?.replaced();
    clients.set(client.clientId, client);
  };
  return (clientId, listener) => {
    const identity = { clientId, certificateId: certificateOf?.(clientId) };
    const client = new MemoryClient(identity, listener, { broker, network }, takeOver);
    network.opened?.(client);
    client.mend();
    return client;
  };
}
