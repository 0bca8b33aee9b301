import { type MqttClient as Connection, connect, type IClientOptions } from 'mqtt';
import type { Clock, Timer } from '../../seams/clock.ts';
import type { MqttClient, MqttListener, MqttTransport } from '../../seams/mqtt.ts';
import { fraction, type Random } from '../../seams/random.ts';

/** AWS IoT Core takes 30 to 1,200 s, and ends a connection that was silent for one and a half of it. */
const keepaliveSeconds = 30;

/** How long TCP, TLS and CONNACK together may take. */
const connectTimeoutMs = 15_000;

/** AWS IoT Core takes at most 8 filters in one SUBSCRIBE (message broker limits). */
const filtersPerRequestMax = 8;

const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

export interface MqttTransportOptions {
  /** `mqtts://host:8883` */
  url: string;
  clock: Clock;
  random: Random;
  /** The kiosk's certificate and key, and the authorities that may vouch for the broker; as PEM. */
  tls: { ca: string; cert: string; key: string };
}

/** Nagle's algorithm together with delayed acknowledgements costs a QoS 1 round trip 40 ms and more. */
function setNoDelay(connection: Connection): void {
  const stream: object = connection.stream;
  if ('setNoDelay' in stream && typeof stream.setNoDelay === 'function') stream.setNoDelay(true);
}

class ReconnectingClient implements MqttClient {
  readonly #options: MqttTransportOptions;
  readonly #clientId: string;
  readonly #listener: MqttListener;
  readonly #lost = new Set<(reason: Error) => void>();
  #connection: Connection | undefined;
  #retry: Timer | undefined;
  #failures = 0;
  #state: 'new' | 'up' | 'down' | 'closed' = 'new';

  constructor(options: MqttTransportOptions, clientId: string, listener: MqttListener) {
    this.#options = options;
    this.#clientId = clientId;
    this.#listener = listener;
    this.#open();
  }

  publish(topic: string, payload: string, { retain = false } = {}): Promise<void> {
    return this.#whileConnected((connection) => connection.publishAsync(topic, payload, { qos: 1, retain }));
  }

  async subscribe(filters: string[]): Promise<void> {
    for (let at = 0; at < filters.length; at += filtersPerRequestMax) {
      const some = filters.slice(at, at + filtersPerRequestMax);
      await this.#whileConnected((connection) => connection.subscribeAsync(some, { qos: 1 }));
    }
  }

  async close(): Promise<void> {
    this.#state = 'closed';
    this.#retry?.cancel();
    this.#rejectWaiting('The connection was closed.');
    await this.#connection?.endAsync(!this.#connection.connected);
  }

  /** Each attempt is a connection of its own, so that nothing unacknowledged is sent again behind the owner's back. */
  #open(): void {
    const options: IClientOptions = {
      clientId: this.#clientId,
      protocolVersion: 4,
      clean: false,
      keepalive: keepaliveSeconds,
      connectTimeout: connectTimeoutMs,
      reconnectPeriod: 0,
      resubscribe: false,
      ...this.#options.tls,
      rejectUnauthorized: true,
    };
    const connection = connect(this.#options.url, options);
    this.#connection = connection;
    let reason = 'The broker closed the connection.';
    connection.on('error', (fault) => {
      reason = fault.message;
    });
    connection.on('message', (topic, payload) => this.#listener.message(topic, payload.toString()));
    connection.on('connect', () => {
      setNoDelay(connection);
      this.#failures = 0;
      this.#state = 'up';
      this.#listener.up();
    });
    connection.once('close', () => {
      connection.end(true);
      this.#closed(reason);
    });
  }

  #closed(reason: string): void {
    if (this.#state === 'closed') return;
    this.#rejectWaiting(reason);
    this.#failures += 1;
    const ceilingMs = Math.min(firstPauseMs * 2 ** (this.#failures - 1), longestPauseMs);
    // Full jitter: kiosks that lost the broker together do not come back together.
    const pauseMs = fraction(this.#options.random) * ceilingMs;
    this.#retry = this.#options.clock.after(pauseMs, () => this.#open());
    const wasDown = this.#state === 'down';
    this.#state = 'down';
    if (!wasDown) this.#listener.down(reason);
  }

  #rejectWaiting(reason: string): void {
    for (const reject of this.#lost) reject(new Error(reason));
    this.#lost.clear();
  }

  /** What the broker answers, or a rejection as soon as the connection is lost. */
  #whileConnected(send: (connection: Connection) => Promise<unknown>): Promise<void> {
    const connection = this.#connection;
    if (this.#state !== 'up' || !connection) {
      return Promise.reject(new Error(`The MQTT client '${this.#clientId}' is not connected.`));
    }
    return new Promise((resolve, reject) => {
      const lost = (reason: Error) => reject(reason);
      this.#lost.add(lost);
      send(connection)
        .then(() => resolve(), reject)
        .finally(() => this.#lost.delete(lost));
    });
  }
}

/**
 * MQTT 3.1.1 over TLS with a persistent session, as a kiosk speaks it to AWS IoT Core or to the embedded host. Keeps
 * connecting until it is closed, after pauses that grow to a minute. `down` is told once for each loss, and once
 * when the first attempt fails.
 */
export function mqttTransport(options: MqttTransportOptions): MqttTransport {
  return (clientId, listener) => new ReconnectingClient(options, clientId, listener);
}
