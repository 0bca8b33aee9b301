import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Authorize } from '../../../local/iot/authorize.ts';
import { createHub, type Hub } from '../../../local/iot/hub.ts';
import type { Hop, Link, Network } from '../../../local/iot/memory-network.ts';
import { memoryTransport } from '../../../local/iot/memory-transport.ts';
import { openStore } from '../../../local/store.ts';
import type { MqttListener } from '../../../seams/mqtt.ts';
import { anyone } from './anyone.ts';
import { manualClock } from './manual-clock.ts';

let hub: Hub;

beforeEach(() => {
  hub = createHub({ clock: manualClock(), store: openStore(':memory:') });
});

const tell = (topic: string, text: string, retain = false) =>
  hub.publish({ topic, payload: Buffer.from(text), qos: 1, retain });

/** Writes down what a connection tells its owner. */
function diary(): MqttListener & { entries: string[] } {
  const entries: string[] = [];
  return {
    entries,
    up: () => entries.push('up'),
    down: (reason) => entries.push(`down: ${reason}`),
    message: (topic, payload) => entries.push(`${topic}: ${payload}`),
  };
}

/** A network that does nothing until told, and then what the test says. */
function heldNetwork() {
  const held: Array<{ hop: Hop; arrive: () => void }> = [];
  const links: Link[] = [];
  const network: Network = {
    carry: (hop, arrive) => void held.push({ hop, arrive }),
    opened: (link) => void links.push(link),
  };
  const take = (kind: Hop['kind']) => {
    const at = held.findIndex(({ hop }) => hop.kind === kind);
    return at < 0 ? undefined : held.splice(at, 1)[0];
  };
  return {
    network,
    link: () => links[0],
    deliver: (...kinds: Array<Hop['kind']>) => {
      for (const kind of kinds) take(kind)?.arrive();
    },
    deliverTwice: (kind: Hop['kind']) => {
      const packet = take(kind);
      packet?.arrive();
      packet?.arrive();
    },
    drop: (kind: Hop['kind']) => void take(kind),
  };
}

describe('the transport in memory', () => {
  it('delivers in order as soon as the running code is done', async () => {
    const listener = diary();
    const client = memoryTransport(() => ({ hub, authorize: anyone }))('kiosk-1', listener);
    await new Promise(setImmediate);

    await client.subscribe(['a', 'a/#']);
    tell('a', 'one');
    tell('a/b', 'two');
    await client.publish('a', 'three');
    await new Promise(setImmediate);

    expect(listener.entries).toEqual(['up', 'a: one', 'a/b: two', 'a: three']);
  });

  it('hands over retained messages upon subscribing', async () => {
    const listener = diary();
    tell('status', 'open', true);
    const client = memoryTransport(() => ({ hub, authorize: anyone }))('kiosk-1', listener);
    await new Promise(setImmediate);

    await client.subscribe(['status']);
    await new Promise(setImmediate);

    expect(listener.entries).toEqual(['up', 'status: open']);
  });

  it('does not acknowledge a message that the network dropped, and sends it again on the next connection', async () => {
    const listener = diary();
    const held = heldNetwork();
    const client = memoryTransport(() => ({ hub, authorize: anyone }), held)('kiosk-1', listener);
    held.deliver('connect', 'connack');
    const subscribing = client.subscribe(['orders']);
    held.deliver('subscribe', 'suback');
    await subscribing;
    tell('orders', 'go');
    held.drop('message');

    held.link()?.cut('No answer to a ping.');
    held.link()?.mend();
    held.deliver('connect', 'connack', 'message', 'ack');

    expect(listener.entries).toEqual(['up', 'down: No answer to a ping.', 'up', 'orders: go']);
    expect(hub.sessions.queued('kiosk-1')).toEqual([]);
  });

  it('may have published what was not acknowledged before the connection broke', async () => {
    const seen: string[] = [];
    hub.subscribe('facts', ({ payload }) => seen.push(`${payload}`));
    const held = heldNetwork();
    const client = memoryTransport(() => ({ hub, authorize: anyone }), held)('kiosk-1', diary());
    held.deliver('connect', 'connack');
    const publishing = client.publish('facts', 'taken');
    const refused = expect(publishing).rejects.toThrow('cable');

    held.link()?.cut('cable');
    held.deliver('publish', 'puback');

    await refused;
    expect(seen).toEqual(['taken']);
  });

  it('delivers twice what the network doubles', async () => {
    const seen: string[] = [];
    hub.subscribe('facts', ({ payload }) => seen.push(`${payload}`));
    const held = heldNetwork();
    const client = memoryTransport(() => ({ hub, authorize: anyone }), held)('kiosk-1', diary());
    held.deliver('connect', 'connack');
    const publishing = client.publish('facts', 'taken');

    held.deliverTwice('publish');
    held.deliver('puback', 'puback');
    await publishing;

    expect(seen).toEqual(['taken', 'taken']);
  });

  it('refuses to publish while it is not connected', async () => {
    const client = memoryTransport(() => ({ hub, authorize: anyone }), heldNetwork())('kiosk-1', diary());

    await expect(client.publish('facts', 'taken')).rejects.toThrow("'kiosk-1' is not connected");
  });

  it('refuses filters that the client may not have, and grants the others', async () => {
    const listener = diary();
    const authorize = { ...anyone, subscribe: (_: unknown, filter: string) => filter.startsWith('mine/') };
    const client = memoryTransport(() => ({ hub, authorize }))('kiosk-1', listener);
    await new Promise(setImmediate);

    const subscribing = client.subscribe(['mine/a', 'yours/b']);
    await expect(subscribing).rejects.toThrow('refused the subscription to yours/b');
    tell('yours/b', 'secret');
    tell('mine/a', 'hello');
    await new Promise(setImmediate);

    expect(listener.entries).toEqual(['up', 'mine/a: hello']);
  });

  it('tells a client that may not connect, and leaves the one alone that has its id', async () => {
    const [first, second] = [diary(), diary()];
    let isOpen = true;
    const connect: Authorize['connect'] = (client) => (isOpen ? anyone.connect(client) : undefined);
    const open = memoryTransport(() => ({ hub, authorize: { ...anyone, connect } }));
    open('kiosk-1', first);
    await new Promise(setImmediate);

    isOpen = false;
    open('kiosk-1', second);
    await new Promise(setImmediate);

    expect(first.entries).toEqual(['up']);
    expect(second.entries).toEqual(['down: Connection refused: Not authorized']);
  });

  it('ends the connection of a client whose id connects anew', async () => {
    const [first, second] = [diary(), diary()];
    const open = memoryTransport(() => ({ hub, authorize: anyone }));
    open('kiosk-1', first);
    await new Promise(setImmediate);

    open('kiosk-1', second);
    await new Promise(setImmediate);

    expect(first.entries).toEqual(['up', 'down: Another client connected with the same id.']);
    expect(second.entries).toEqual(['up']);
  });
});
