import {
  DeleteThingShadowCommand,
  GetRetainedMessageCommand,
  GetThingShadowCommand,
  ListNamedShadowsForThingCommand,
  ListRetainedMessagesCommand,
  PublishCommand,
  UpdateThingShadowCommand,
} from '@aws-sdk/client-iot-data-plane';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inbox, type ServedIot, serveIot } from './serve-iot.ts';

let served: ServedIot;

beforeEach(async () => {
  served = await serveIot();
});
afterEach(() => served.close());

const shadow = { thingName: 'kiosk-1', shadowName: 'commands' };
const update = (document: unknown, of: { thingName: string; shadowName?: string } = shadow) =>
  served.data.send(new UpdateThingShadowCommand({ ...of, payload: Buffer.from(JSON.stringify(document)) }));
const read = (payload: Uint8Array | undefined) => JSON.parse(Buffer.from(payload ?? []).toString());

describe('shadows over HTTP', () => {
  it('are updated, read and deleted', async () => {
    const updated = read((await update({ state: { desired: { a: 1 } }, clientToken: 't' })).payload);
    const got = read((await served.data.send(new GetThingShadowCommand(shadow))).payload);
    const deleted = read((await served.data.send(new DeleteThingShadowCommand(shadow))).payload);

    expect(updated).toMatchObject({ state: { desired: { a: 1 } }, version: 1, clientToken: 't' });
    expect(got).toMatchObject({ state: { desired: { a: 1 }, delta: { a: 1 } }, version: 1 });
    expect(deleted).toMatchObject({ version: 1 });
  });

  it('reach the kiosk over MQTT', async () => {
    const kiosk = await served.mqttClient({ clientId: 'kiosk-1' });
    const received = inbox(kiosk);
    await kiosk.subscribeAsync('$aws/things/kiosk-1/shadow/name/commands/update/delta', { qos: 1 });

    await update({ state: { desired: { c1: { kind: 'move' } } } });
    const [delta] = await received.until(1);

    expect(JSON.parse(delta?.text ?? '')).toMatchObject({ state: { c1: { kind: 'move' } }, version: 1 });
  });

  it('and what a kiosk reports over MQTT is read over HTTP', async () => {
    const kiosk = await served.mqttClient({ clientId: 'kiosk-1' });

    await kiosk.publishAsync('$aws/things/kiosk-1/shadow/update', '{"state":{"reported":{"hatch":"b-1"}}}', { qos: 1 });
    const got = await served.data.send(new GetThingShadowCommand({ thingName: 'kiosk-1' }));

    expect(read(got.payload).state).toEqual({ reported: { hatch: 'b-1' } });
  });

  it('are listed page by page', async () => {
    for (const shadowName of ['c', 'a', 'b']) await update({ state: {} }, { thingName: 'kiosk-1', shadowName });
    const list = (nextToken?: string) =>
      served.data.send(new ListNamedShadowsForThingCommand({ thingName: 'kiosk-1', pageSize: 2, nextToken }));

    const first = await list();
    const second = await list(first.nextToken);

    expect([first.results, second.results, second.nextToken]).toEqual([['a', 'b'], ['c'], undefined]);
  });

  it.each([
    ['ResourceNotFoundException', () => served.data.send(new GetThingShadowCommand(shadow)), 404],
    ['ConflictException', () => update({ state: {}, version: 3 }), 409],
    ['InvalidRequestException', () => update({ state: 1 }), 400],
    ['InvalidRequestException', () => update({ state: {} }, { thingName: 'no such', shadowName: 'x' }), 400],
    ['RequestEntityTooLargeException', () => update({ state: { desired: { text: 'x'.repeat(9000) } } }), 413],
  ])('fail as %s', async (name, call, status) => {
    const failing = call();

    await expect(failing).rejects.toMatchObject({ name, $metadata: { httpStatusCode: status } });
  });
});

describe('publishing over HTTP', () => {
  it('reaches subscribers, with slashes in the topic', async () => {
    const kiosk = await served.mqttClient();
    const received = inbox(kiosk);
    await kiosk.subscribeAsync('views/k-1/+', { qos: 1 });

    await served.data.send(new PublishCommand({ topic: 'views/k-1/rental', qos: 1, payload: Buffer.from('{}') }));
    const [message] = await received.until(1);

    expect(message).toEqual({ topic: 'views/k-1/rental', text: '{}', retain: false });
  });

  it('retains what it is asked to', async () => {
    const payload = Buffer.from('{"open":true}');
    for (const topic of ['status/b', 'status/a']) {
      await served.data.send(new PublishCommand({ topic, qos: 1, retain: true, payload }));
    }

    const got = await served.data.send(new GetRetainedMessageCommand({ topic: 'status/a' }));
    const listed = await served.data.send(new ListRetainedMessagesCommand({ maxResults: 1 }));
    const missing = served.data.send(new GetRetainedMessageCommand({ topic: 'status' }));

    expect([read(got.payload), got.qos]).toEqual([{ open: true }, 1]);
    expect(listed.retainedTopics).toMatchObject([{ topic: 'status/a', payloadSize: payload.length, qos: 1 }]);
    expect(listed.nextToken).toBeDefined();
    await expect(missing).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('refuses reserved topics', async () => {
    const publishing = served.data.send(new PublishCommand({ topic: '$aws/events/x', payload: Buffer.from('{}') }));

    await expect(publishing).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: "The topic '$aws/events/x' is reserved.",
    });
  });
});
