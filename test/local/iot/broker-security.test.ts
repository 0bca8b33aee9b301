import { connect as connectTcp } from 'node:net';
import {
  AttachThingPrincipalCommand,
  DetachPolicyCommand,
  DetachThingPrincipalCommand,
  UpdateCertificateCommand,
} from '@aws-sdk/client-iot';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MqttClient } from 'mqtt';
import { openCertificateAuthority } from '../../../local/iot/certificates.ts';
import { openStore, type Store } from '../../../local/store.ts';
import { systemClock } from '../../../seams/clock.ts';
import { systemRandom } from '../../../seams/random.ts';
import { type CertifiedClient, certified, deployPolicy } from './certified.ts';
import { connectMqtt, hostContext, inbox, type ServedIot, serveIot } from './serve-iot.ts';

const OWN = `\${iot:Connection.Thing.ThingName}`;
const resource = (text: string) => `arn:aws:iot:eu-west-1:000000000000:${text}`;
const allow = (Action: string, ...resources: string[]) => ({
  Effect: 'Allow',
  Action,
  Resource: resources.map(resource),
});
const POLICY = {
  Statement: [
    allow('iot:Connect', `client/${OWN}`),
    allow('iot:Publish', `topic/own/${OWN}/*`),
    allow('iot:RetainPublish', `topic/own/${OWN}/status`),
    allow('iot:Subscribe', `topicfilter/own/${OWN}/*`, 'topicfilter/all/*'),
    allow('iot:Receive', `topic/own/${OWN}/*`, 'topic/all/open'),
  ],
};

let store: Store;
let served: ServedIot;
let kiosk: CertifiedClient;
const opened: MqttClient[] = [];

beforeEach(async () => {
  store = openStore(':memory:');
  served = await serveIot(hostContext({ store }));
  await deployPolicy(served.iot, 'kiosks', POLICY);
  kiosk = await certified(served.iot, { policies: ['kiosks'], thing: 'kiosk-1' });
});
afterEach(async () => {
  for (const client of opened.splice(0)) await client.endAsync(true);
  await served.close();
});

async function connected(tls = kiosk, clientId = 'kiosk-1'): Promise<MqttClient> {
  const client = await connectMqtt(served.url, { ...tls, clientId });
  opened.push(client);
  return client;
}
const closed = (client: MqttClient) => new Promise((resolve) => client.once('close', () => resolve('closed')));
/** What SUBACK answers: a quality of service, or 128 for a refusal. */
const granted = (client: MqttClient, filter: string) =>
  new Promise((resolve) =>
    client.subscribe(filter, { qos: 1 }, (_fault, _granted, packet) => resolve(packet?.granted)),
  );

describe('the broker lets nobody connect', () => {
  it.each<[string, () => Partial<CertifiedClient> | Promise<Partial<CertifiedClient>>]>([
    ['without a certificate', () => ({ ca: kiosk.ca })],
    [
      'with the certificate of a foreign authority',
      async () => {
        const foreign = await openCertificateAuthority(openStore(':memory:'), systemClock, systemRandom);
        const { pem, privateKeyPem } = await foreign.issueWithKeys();
        return { ca: kiosk.ca, cert: pem, key: privateKeyPem };
      },
    ],
    [
      'with a certificate of its authority that it never registered',
      async () => {
        const own = await openCertificateAuthority(store, systemClock, systemRandom);
        const { pem, privateKeyPem } = await own.issueWithKeys();
        return { ca: kiosk.ca, cert: pem, key: privateKeyPem };
      },
    ],
    [
      'with a certificate that no policy is attached to',
      () => certified(served.iot, { policies: [], thing: 'kiosk-1' }),
    ],
    ['with the certificate of another thing', () => certified(served.iot, { policies: ['kiosks'], thing: 'kiosk-2' })],
    ['with a certificate that is no thing’s', () => certified(served.iot, { policies: ['kiosks'] })],
  ])('%s', async (_what, tls) => {
    const attempt = connectMqtt(served.url, { ...(await tls()), clientId: 'kiosk-1' });

    await expect(attempt).rejects.toThrow();
  });

  it('in clear', async () => {
    const socket = connectTcp(Number(new URL(served.url).port), '127.0.0.1');
    const ended = new Promise<Buffer[]>((resolve) => {
      const heard: Buffer[] = [];
      socket.on('data', (bytes) => heard.push(bytes));
      socket.on('error', () => undefined);
      socket.once('close', () => resolve(heard));
    });

    // CONNECT of MQTT 3.1.1 with the client id 'a'.
    socket.write(Buffer.from([0x10, 13, 0, 4, 77, 81, 84, 84, 4, 2, 0, 60, 0, 1, 97]));

    // An alert of TLS perhaps, and never a CONNACK (0x20).
    expect((await ended).every(([first]) => first !== 0x20)).toBe(true);
  });

  it('as another thing, and leaves that one connected', async () => {
    const victim = await connected();
    const attacker = await certified(served.iot, { policies: ['kiosks'], thing: 'kiosk-2' });

    const attempt = connectMqtt(served.url, { ...attacker, clientId: 'kiosk-1' });

    await expect(attempt).rejects.toThrow('Not authorized');
    expect(victim.connected).toBe(true);
    await expect(victim.publishAsync('own/kiosk-1/facts', 'still here', { qos: 1 })).resolves.toBeDefined();
  });
});

describe('the broker, asked by a client that may connect', () => {
  it.each([
    ['own/kiosk-1/orders', 1],
    ['own/kiosk-1/+', 1],
    ['own/kiosk-1/#', 1],
    ['#', 128],
    ['+/#', 128],
    ['own/#', 128],
    ['own/+/orders', 128],
    ['own/kiosk-2/orders', 128],
    ['own/kiosk-1', 128],
    ['$SYS/#', 128],
  ])('answers the subscription to %s with %s', async (filter, answer) => {
    const client = await connected();

    expect(await granted(client, filter)).toEqual([answer]);
  });

  it.each([
    ['on another’s topic', 'own/kiosk-2/facts', false],
    ['on a topic of nobody’s', 'all/open', false],
    ['what is to be kept, where it may only publish', 'own/kiosk-1/facts', true],
  ])('ends the connection of one that publishes %s, and tells nobody', async (_what, topic, retain) => {
    const heard: string[] = [];
    served.iot.hub.subscribe('#', (message) => heard.push(message.topic));
    const client = await connected();
    const ended = closed(client);

    client.publish(topic, '{}', { qos: 1, retain });

    await expect(ended).resolves.toBe('closed');
    expect(heard).toEqual([]);
    expect(served.iot.hub.retained.all()).toEqual([]);
  });

  it('takes what it may publish, and keeps what it may have kept', async () => {
    const client = await connected();

    await client.publishAsync('own/kiosk-1/facts', 'taken', { qos: 1 });
    await client.publishAsync('own/kiosk-1/status', 'open', { qos: 1, retain: true });

    expect(served.iot.hub.retained.get('own/kiosk-1/status')?.payload.toString()).toBe('open');
  });

  it('gives it what it may receive, and nothing else that its subscription matches', async () => {
    const client = await connected();
    const received = inbox(client);
    await client.subscribeAsync('all/#', { qos: 1 });

    await (await served.mqttClient()).publishAsync('all/secret', '1', { qos: 1 });
    await (await served.mqttClient()).publishAsync('all/open', '2', { qos: 1 });
    await received.until(1);

    expect(received.messages.map(({ topic }) => topic)).toEqual(['all/open']);
  });

  it('publishes no will of its that it may not publish itself', async () => {
    const heard: string[] = [];
    served.iot.hub.subscribe('#', ({ topic }) => heard.push(topic));
    const will = { topic: 'own/kiosk-2/facts', payload: Buffer.from('gone'), qos: 1 as const, retain: false };
    const doomed = await connectMqtt(served.url, { ...kiosk, clientId: 'kiosk-1', will });
    const ended = closed(doomed);

    doomed.stream.destroy();
    await ended;
    await (await connected()).publishAsync('own/kiosk-1/facts', 'after', { qos: 1 });

    expect(heard).toEqual(['own/kiosk-1/facts']);
  });
});

describe('the broker, when something is taken from a client', () => {
  it.each(['INACTIVE', 'REVOKED'] as const)('ends its connection once its certificate is %s', async (newStatus) => {
    const client = await connected();
    const ended = closed(client);
    const { certificateId } = kiosk;

    await served.control.send(new UpdateCertificateCommand({ certificateId, newStatus }));

    await expect(ended).resolves.toBe('closed');
    await expect(connectMqtt(served.url, { ...kiosk, clientId: 'kiosk-1' })).rejects.toThrow('Not authorized');
  });

  it('lets it back in once its certificate is active again', async () => {
    const { certificateId } = kiosk;
    await served.control.send(new UpdateCertificateCommand({ certificateId, newStatus: 'INACTIVE' }));
    await served.control.send(new UpdateCertificateCommand({ certificateId, newStatus: 'ACTIVE' }));

    await expect(connected()).resolves.toBeDefined();
  });

  it('refuses its next publish once its policy is detached', async () => {
    const client = await connected();
    await client.publishAsync('own/kiosk-1/facts', 'one', { qos: 1 });
    const ended = closed(client);

    await served.control.send(new DetachPolicyCommand({ policyName: 'kiosks', target: kiosk.certificateArn }));
    client.publish('own/kiosk-1/facts', 'two', { qos: 1 });

    await expect(ended).resolves.toBe('closed');
  });

  it('knows it as another thing once its certificate is attached to that one', async () => {
    const principal = kiosk.certificateArn;
    await certified(served.iot, { policies: [], thing: 'kiosk-3' });
    await served.control.send(new DetachThingPrincipalCommand({ thingName: 'kiosk-1', principal }));
    await served.control.send(new AttachThingPrincipalCommand({ thingName: 'kiosk-3', principal }));

    await expect(connectMqtt(served.url, { ...kiosk, clientId: 'kiosk-1' })).rejects.toThrow('Not authorized');
    await expect(connected(kiosk, 'kiosk-3')).resolves.toBeDefined();
  });
});
