import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IoTClient } from '@aws-sdk/client-iot';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { IN_MEMORY } from '../../../local/data-dir.ts';
import { type IotModule, iotModule } from '../../../local/iot/module.ts';
import type { HostContext } from '../../../local/module.ts';
import { openStore } from '../../../local/store.ts';
import type { Service } from '../../../local/wire/contract.ts';
import { systemClock } from '../../../seams/clock.ts';
import { systemRandom } from '../../../seams/random.ts';
import { type CertifiedClient, certifiedForAll } from './certified.ts';
import { declaredResource } from './declared-resource.ts';

export function hostContext(changes: Partial<HostContext> = {}): HostContext {
  return {
    clock: systemClock,
    random: systemRandom,
    region: 'eu-west-1',
    account: '000000000000',
    dataDir: IN_MEMORY,
    store: openStore(':memory:'),
    log: () => undefined,
    call: () => Promise.reject(new Error('No other service runs here.')),
    admit: () => undefined,
    invoke: () => Promise.reject(new Error('No function runs here.')),
    ...changes,
  };
}

/** Deploys a topic rule as the host would, with `payload` as its `TopicRulePayload`. */
export async function deployRule(iot: IotModule, physicalName: string, payload: object): Promise<void> {
  const kind = iot.kinds['AWS::IoT::TopicRule'];
  const properties = { TopicRulePayload: { AwsIotSqlVersion: '2016-03-23', ...payload } };
  const declared = declaredResource({ physicalName, type: 'AWS::IoT::TopicRule', declared: properties });
  if (kind) await kind.deploy({ ...declared, ...kind.identify(declared), properties });
}

async function answer(iot: IotModule, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const signingName = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers['authorization'] ?? '')?.[1] ?? '';
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const service: Service | undefined = iot.services[signingName];
  if (!service) {
    response.writeHead(404).end(`No service is called '${signingName}'.`);
    return;
  }
  const wire = { method: request.method ?? '', path, query, headers, body: Buffer.concat(chunks) };
  const { status, headers: answered, body } = await service(wire, { kind: 'operator', name: 'test' });
  response.writeHead(status, answered).end(body);
}

export interface ServedIot {
  iot: IotModule;
  data: IoTDataPlaneClient;
  control: IoTClient;
  /** `mqtts://host:port` */
  url: string;
  /** A client that may do everything. */
  admin: CertifiedClient;
  /** A connected MQTT client, the administrator's unless told otherwise; it is ended with everything else. */
  mqttClient(options?: IClientOptions): Promise<MqttClient>;
  close(): Promise<void>;
}

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** The module with its broker on a free port and its services behind HTTP, as real clients reach them. */
export async function serveIot(context: HostContext = hostContext()): Promise<ServedIot> {
  const iot = iotModule(context, { port: 0 });
  const server = createServer((request, response) => void answer(iot, request, response));
  const httpPort = await listen(server);
  await iot.start?.();
  const client = { endpoint: `http://127.0.0.1:${httpPort}`, region: context.region, credentials, maxAttempts: 1 };
  const data = new IoTDataPlaneClient(client);
  const control = new IoTClient(client);
  const clients: MqttClient[] = [];
  const url = `mqtts://${iot.endpoint()}`;
  const admin = await certifiedForAll(iot);
  return {
    iot,
    data,
    control,
    url,
    admin,
    async mqttClient(options = {}) {
      const connected = await connectMqtt(url, { ...admin, ...options });
      clients.push(connected);
      return connected;
    },
    async close() {
      for (const connected of clients) await connected.endAsync(true);
      data.destroy();
      control.destroy();
      await iot.close?.();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function connectMqtt(url: string, options: IClientOptions = {}): Promise<MqttClient> {
  return mqtt.connectAsync(url, { protocolVersion: 4, reconnectPeriod: 0, ...options }, false);
}

/** Collects what a client receives; `until` resolves once as many messages are there. */
export function inbox(client: MqttClient) {
  const messages: Array<{ topic: string; text: string; retain: boolean }> = [];
  const waiting: Array<{ count: number; resolve: () => void }> = [];
  client.on('message', (topic, payload, { retain }) => {
    messages.push({ topic, text: payload.toString(), retain });
    for (const { count, resolve } of waiting) if (messages.length >= count) resolve();
  });
  return {
    messages,
    until: (count: number) =>
      new Promise<typeof messages>((resolve) => {
        const done = () => resolve(messages);
        if (messages.length >= count) done();
        else waiting.push({ count, resolve: done });
      }),
  };
}
