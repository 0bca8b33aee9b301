import type { Socket } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mqttTransport } from '../../../kiosk/cloud/mqtt-transport.ts';
import type { Authorize } from '../../../local/iot/authorize.ts';
import { type Broker, openBroker } from '../../../local/iot/broker.ts';
import { openCertificateAuthority } from '../../../local/iot/certificates.ts';
import { createHub, type Hub } from '../../../local/iot/hub.ts';
import { openStore, type Store } from '../../../local/store.ts';
import { type Clock, systemClock } from '../../../seams/clock.ts';
import type { MqttClient, MqttListener } from '../../../seams/mqtt.ts';
import { systemRandom } from '../../../seams/random.ts';
import { anyone } from '../../local/iot/anyone.ts';

let store: Store;
let hub: Hub;
let broker: Broker;
let opened: MqttClient[];
let authorize: Authorize;

let brokerTls: { cert: string; key: string; ca: string };
let kioskTls: { cert: string; key: string; ca: string };

const openAt = (port: number) => openBroker({ hub, authorize, port, tls: brokerTls, log: () => undefined });

beforeAll(async () => {
  const authority = await openCertificateAuthority(openStore(':memory:'), systemClock, systemRandom);
  const { pem, privateKeyPem } = await authority.issueWithKeys();
  const ca = authority.certificate;
  brokerTls = { ...(await authority.issueForHost()), ca };
  kioskTls = { cert: pem, key: privateKeyPem, ca };
});

beforeEach(async () => {
  store = openStore(':memory:');
  hub = createHub({ clock: systemClock, store });
  opened = [];
  authorize = anyone;
  broker = await openAt(0);
});
afterEach(async () => {
  for (const client of opened) await client.close();
  await broker.close();
});

/** A connection's owner that writes everything down and can wait for it. */
function owner(): MqttListener & { entries: string[]; until(entry: string, times?: number): Promise<void> } {
  const entries: string[] = [];
  const waiting: Array<() => void> = [];
  const note = (entry: string) => {
    entries.push(entry);
    for (const check of waiting) check();
  };
  return {
    entries,
    up: () => note('up'),
    down: () => note('down'),
    message: (topic, payload) => note(`${topic}: ${payload}`),
    until: (entry, times = 1) =>
      new Promise((resolve) => {
        const check = () => entries.filter((each) => each === entry).length >= times && resolve();
        waiting.push(check);
        check();
      }),
  };
}

/** The real clock without the waits, and what was waited. */
function hastyClock(): Clock & { pausesMs: number[] } {
  const pausesMs: number[] = [];
  return {
    pausesMs,
    now: systemClock.now,
    after: (delayMs, callback) => {
      pausesMs.push(delayMs);
      return systemClock.after(0, callback);
    },
  };
}

/** The highest numbers that chance can give, so that pauses are as long as they may be. */
const longest = { bytes: (length: number) => new Uint8Array(length).fill(255) };

function open(listener: MqttListener, { clock = hastyClock(), port = broker.port, tls = kioskTls } = {}): MqttClient {
  const url = `mqtts://127.0.0.1:${port}`;
  const client = mqttTransport({ url, clock, random: longest, tls })('kiosk-1', listener);
  opened.push(client);
  return client;
}
const tell = (topic: string, text: string) => hub.publish({ topic, payload: Buffer.from(text), qos: 1, retain: false });

describe('the transport over MQTT', () => {
  it('publishes and receives once it is up', async () => {
    const listener = owner();
    const client = open(listener);
    await listener.until('up');

    await client.subscribe(['orders/+']);
    await client.publish('orders/1', 'go');
    await listener.until('orders/1: go');

    expect(listener.entries).toEqual(['up', 'orders/1: go']);
  });

  it('subscribes to more filters than one request may carry', async () => {
    const listener = owner();
    const client = open(listener);
    await listener.until('up');

    await client.subscribe(Array.from({ length: 20 }, (_, n) => `topic/${n}`));
    tell('topic/19', 'last');
    await listener.until('topic/19: last');

    expect(listener.entries).toEqual(['up', 'topic/19: last']);
  });

  it('retains a message when asked to', async () => {
    const listener = owner();
    const client = open(listener);
    await listener.until('up');

    await client.publish('status', 'open', { retain: true });

    expect(hub.retained.get('status')?.payload.toString()).toBe('open');
  });

  it('rejects a subscription that the broker refuses', async () => {
    await broker.close();
    authorize = { ...anyone, subscribe: (_principal, filter) => filter === 'mine' };
    broker = await openAt(0);
    const listener = owner();
    const client = open(listener);
    await listener.until('up');

    await expect(client.subscribe(['mine', 'yours'])).rejects.toThrow();
    await expect(client.subscribe(['mine'])).resolves.toBeUndefined();
  });

  it('comes back when the broker does, and gets what its session kept meanwhile', async () => {
    const listener = owner();
    const client = open(listener);
    await listener.until('up');
    await client.subscribe(['orders']);
    const { port } = broker;
    await broker.close();
    await listener.until('down');
    tell('orders', 'while away');

    broker = await openAt(port);
    await listener.until('up', 2);
    await listener.until('orders: while away');

    expect(listener.entries).toEqual(['up', 'down', 'up', 'orders: while away']);
  });

  it('rejects at once while it is not connected', async () => {
    const client = open(owner());

    await expect(client.publish('facts', 'taken')).rejects.toThrow("'kiosk-1' is not connected");
    await expect(client.subscribe(['orders'])).rejects.toThrow("'kiosk-1' is not connected");
  });

  it('does not speak to a broker that another authority vouches for', async () => {
    const other = await openCertificateAuthority(openStore(':memory:'), systemClock, systemRandom);
    const reasons: string[] = [];
    const listener = owner();
    const { down } = listener;
    open(
      { ...listener, down: (reason) => down(String(reasons.push(reason))) },
      { tls: { ...kioskTls, ca: other.certificate } },
    );

    await listener.until('down');

    expect(listener.entries).toEqual(['down']);
    expect(reasons).toEqual([expect.stringMatching(/certificate/)]);
  });

  it('says nothing more once it is closed', async () => {
    const listener = owner();
    const client = open(listener);
    await listener.until('up');

    await client.close();
    tell('orders', 'late');

    expect(listener.entries).toEqual(['up']);
    await expect(client.publish('facts', 'taken')).rejects.toThrow('is not connected');
  });
});

describe('a broker that does not answer', () => {
  let server: Server;
  let sockets: Socket[];

  /** Accepts connections, answers what the script says, in bytes, to each packet that comes. */
  async function serve(script: (packet: Buffer, socket: Socket) => void): Promise<number> {
    sockets = [];
    server = createServer({ ...brokerTls, requestCert: true }, (socket) => {
      sockets.push(socket);
      socket.on('data', (packet) => script(packet, socket));
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as { port: number }).port;
  }
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it('makes a publish fail as soon as the connection is lost, and is not sent the message again', async () => {
    const connack = Buffer.from([0x20, 2, 0, 0]);
    const published: string[] = [];
    const port = await serve((packet, socket) => {
      if (packet[0] === 0x10) socket.write(connack);
      if (((packet[0] ?? 0) & 0xf0) === 0x30) {
        published.push(packet.toString());
        socket.destroy();
      }
    });
    const listener = owner();
    const client = open(listener, { port });
    await listener.until('up');

    await expect(client.publish('facts', 'taken')).rejects.toThrow();
    await listener.until('up', 2);
    await client.close();

    expect(published).toHaveLength(1);
  });

  it('is tried again after pauses that grow to a minute, and reported down once', async () => {
    const clock = hastyClock();
    let attempts = 0;
    let enough: () => void = () => undefined;
    const tried = new Promise<void>((resolve) => {
      enough = resolve;
    });
    const port = await serve((_packet, socket) => {
      attempts += 1;
      socket.destroy();
      if (attempts === 9) enough();
    });
    const listener = owner();
    open(listener, { port, clock });

    await tried;

    expect(clock.pausesMs.slice(0, 8).map(Math.round)).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000,
    ]);
    expect(listener.entries).toEqual(['down']);
  });
});
