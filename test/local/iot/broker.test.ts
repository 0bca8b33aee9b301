import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import mqtt from 'mqtt';
import { iotModule } from '../../../local/iot/module.ts';
import { connectMqtt, hostContext, inbox, type ServedIot, serveIot } from './serve-iot.ts';

let served: ServedIot;

beforeEach(async () => {
  served = await serveIot();
});
afterEach(() => served.close());

describe('the broker', () => {
  it('carries a message from one client to another once, also when two filters match', async () => {
    const [sender, receiver] = [await served.mqttClient(), await served.mqttClient()];
    const received = inbox(receiver);
    await receiver.subscribeAsync(['a/+', 'a/#', 'end'], { qos: 1 });

    await sender.publishAsync('a/b', 'once', { qos: 1 });
    await sender.publishAsync('end', '', { qos: 1 });
    await received.until(2);

    expect(received.messages.map(({ topic, text }) => [topic, text])).toEqual([
      ['a/b', 'once'],
      ['end', ''],
    ]);
  });

  it("keeps the order of a client's messages", async () => {
    const [sender, receiver] = [await served.mqttClient(), await served.mqttClient({ clean: false, clientId: 'r' })];
    const received = inbox(receiver);
    await receiver.subscribeAsync('numbers', { qos: 1 });

    await Promise.all(Array.from({ length: 50 }, (_, n) => sender.publishAsync('numbers', String(n), { qos: 1 })));
    await received.until(50);

    expect(received.messages.map(({ text }) => Number(text))).toEqual(Array.from({ length: 50 }, (_, n) => n));
  });

  it('carries messages between MQTT and the hub, both ways', async () => {
    const client = await served.mqttClient({ clientId: 'kiosk-1' });
    const received = inbox(client);
    await client.subscribeAsync('from/hub', { qos: 1 });
    const seen: unknown[] = [];
    served.iot.hub.subscribe('from/+', ({ topic, payload, clientId }) => seen.push([topic, `${payload}`, clientId]));

    await client.publishAsync('from/kiosk', 'up', { qos: 1 });
    served.iot.hub.publish({ topic: 'from/hub', payload: Buffer.from('down'), qos: 1, retain: false });
    await received.until(1);

    expect(seen).toEqual([
      ['from/kiosk', 'up', 'kiosk-1'],
      ['from/hub', 'down', undefined],
    ]);
    expect(received.messages).toEqual([{ topic: 'from/hub', text: 'down', retain: false }]);
  });

  it('keeps QoS 1 messages for a client with a persistent session while it is away', async () => {
    const away = await served.mqttClient({ clientId: 'kiosk-1', clean: false });
    await away.subscribeAsync('orders', { qos: 1 });
    await away.endAsync();
    const sender = await served.mqttClient();

    await sender.publishAsync('orders', 'first', { qos: 1 });
    await sender.publishAsync('orders', 'second', { qos: 1 });
    const back = mqtt.connect(served.url, {
      ...served.admin,
      clientId: 'kiosk-1',
      clean: false,
      protocolVersion: 4,
    });
    const received = await inbox(back).until(2);
    await back.endAsync();

    expect(received.map(({ text }) => text)).toEqual(['first', 'second']);
  });

  it('hands a retained message to a later subscriber, marked as such', async () => {
    const sender = await served.mqttClient();
    await sender.publishAsync('status', 'open', { qos: 1, retain: true });
    const late = await served.mqttClient();
    const received = inbox(late);

    await late.subscribeAsync('status', { qos: 1 });
    await received.until(1);

    expect(received.messages).toEqual([{ topic: 'status', text: 'open', retain: true }]);
  });

  it('publishes the will of a client whose connection breaks', async () => {
    const watcher = await served.mqttClient();
    const received = inbox(watcher);
    await watcher.subscribeAsync('gone', { qos: 1 });
    const doomed = await served.mqttClient({
      will: { topic: 'gone', payload: Buffer.from('kiosk-1'), qos: 1, retain: false },
    });

    doomed.stream.destroy();
    await received.until(1);

    expect(received.messages[0]?.text).toBe('kiosk-1');
  });

  it.each([
    ['a reserved topic', '$aws/events/presence', 1],
    ["a shadow's answer", '$aws/things/kiosk-1/shadow/update/accepted', 1],
    ['a topic with too many levels', '1/2/3/4/5/6/7/8/9', 1],
    ['QoS 2', 'fine', 2],
  ] as const)('ends the connection of a client that publishes %s', async (_what, topic, qos) => {
    const client = await served.mqttClient();
    const closed = new Promise((resolve) => client.once('close', () => resolve('closed')));

    client.publish(topic, '{}', { qos });

    await expect(closed).resolves.toBe('closed');
  });

  it('acknowledges nothing that could not be kept', async () => {
    served.iot.hub.subscribe('facts', () => {
      throw new Error('The disk is full.');
    });
    const client = await served.mqttClient();
    const acknowledged: string[] = [];
    client.on('packetreceive', ({ cmd }) => acknowledged.push(cmd));
    const closed = new Promise((resolve) => client.once('close', () => resolve('closed')));

    client.publish('facts', 'taken', { qos: 1 });

    await expect(closed).resolves.toBe('closed');
    expect(acknowledged).not.toContain('puback');
  });

  it('refuses a client without an id that AWS would take', async () => {
    const tooLong = connectMqtt(served.url, { ...served.admin, clientId: 'x'.repeat(129) });

    await expect(tooLong).rejects.toThrow('Not authorized');
  });

  it('names the port that another program has', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };

    const starting = iotModule(hostContext(), { port }).start?.();

    await expect(starting).rejects.toThrow(`Port ${port} is in use by another program. Set MQTT_PORT to another port.`);
    other.close();
  });
});
