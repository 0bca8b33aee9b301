import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DisableRuleCommand, EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { IoTClient } from '@aws-sdk/client-iot';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { amazonRoots } from '../../cities/amazon-roots.ts';
import { type City, readCity } from '../../cities/city.ts';
import { deployedCity } from '../../cities/outputs.ts';
import { provision } from '../../cities/provision.ts';
import type { HttpSend } from '../../kiosk/cloud/http.ts';
import { readKioskFolder } from '../../kiosk/folder.ts';
import { type OpenKiosk, openKiosks } from '../../laptop/open-kiosks.ts';
import { cardOf } from '../../laptop/sample-cards.ts';
import { type Host, startHost } from '../../local/host.ts';
import { inOrder, type Link, type Network } from '../../local/iot/memory-network.ts';
import { memoryTransport } from '../../local/iot/memory-transport.ts';
import type { FunctionDefinition, Outcome, Runner } from '../../local/lambda/contract.ts';
import { createInProcessRunner } from '../../local/lambda/in-process-runner.ts';
import { virtualSurroundings } from '../../local/lambda/virtual-surroundings.ts';
import { wireHttp } from '../../local/lambda/wire-http.ts';
import { memoryJournal } from '../../local/states/journal/memory-journal.ts';
import type { WireRequest, WireResponse } from '../../local/wire/contract.ts';
import { ASSEMBLY, PAGES } from '../../scripts/output.ts';
import type { MqttTransport } from '../../seams/mqtt.ts';
import type { Random } from '../../seams/random.ts';
import { hostClient } from './host-client.ts';
import { seededRandom } from './seeded-random.ts';
import { VirtualTime } from './virtual-time.ts';

/** A whole city in one process, without a network and without a second of real waiting. */
export interface VirtualCity {
  city: City;
  clock: VirtualTime;
  host: Host;
  kiosks: Map<string, OpenKiosk>;
  kiosk(id: string): OpenKiosk;
  /** What a scanner reads off the licence of one of the city's people. */
  card(firstName: string): string;
  dynamo: DynamoDBDocumentClient;
  states: SFNClient;
  /** Cuts a kiosk off from everything, until the function that it gives is called. */
  cutOff(kioskId: string): () => void;
  /**
   * For stories of days, in which seven thousand heartbeats would tell nothing new: from here on they reach nobody, and
   * nobody watches over them. What kiosks have to say besides goes on.
   */
  restHearts(): Promise<void>;
  /** Lets a function fail with this error, by the handler that it is, until the function that it gives is called. */
  breakDown(handler: string, error?: string): () => void;
  lambda: LambdaClient;
  /** The settings of any other SDK client that is to reach the host. */
  sdk: ReturnType<typeof hostClient>;
  /** What functions have asked of AWS, in order: `TrentService.Sign`, or method and path where a service has no targets. */
  calls: string[];
  /** Everything that functions and host had to say. */
  log: string[];
  /** What the engine has written down of every execution, one record a line. */
  journal: string[];
  /** Lets everything happen that needs no time. */
  settle(): Promise<void>;
  /** Lets time pass, and with it whatever it brings. */
  pass(ms: number): Promise<void>;
  /** Lets time pass until there is something to be found. Rejects after ten minutes, or `withinMs`, of the city's time. */
  until<Found>(what: string, find: () => Found | undefined | false, withinMs?: number): Promise<Found>;
  /** Waits for work that may need time to pass. */
  meanwhile<Result>(work: Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

const API = 'http://city.test';
/** A Wednesday in June, at eight in the morning. */
const START_MS = Date.UTC(2026, 5, 3, 12);
/** How many turns of the event loop without anything under way make a standstill: the SDK takes up to a dozen. */
const SILENT_TURNS = 15;

/** Counts what is under way, so that time moves on only when nothing is left to do at the present moment. */
function workload() {
  let underWay = 0;
  return {
    isIdle: () => underWay === 0,
    during: async <Result>(work: Promise<Result>): Promise<Result> => {
      underWay += 1;
      try {
        return await work;
      } finally {
        underWay -= 1;
      }
    },
  };
}

/** What waits for others by its nature: functions that are invoked, and executions that are waited for. */
function isWaiting({ path, headers }: WireRequest): boolean {
  return path.startsWith('/2015-03-31/functions/') || headers['x-amz-target'] === 'AWSStepFunctions.StartSyncExecution';
}

function httpOf(kioskId: string, host: () => Host, isCutOff: () => boolean, between: Between): HttpSend {
  return async ({ method, url, headers, body }) => {
    if (isCutOff()) throw new Error('The network is down.');
    const { origin, host: address, pathname, search } = new URL(url);
    const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const bytes = Buffer.from(body ?? '');
    const sent = { host: address, 'content-length': String(bytes.length), ...lower };
    const request = { method, path: pathname, query: search.slice(1), headers: sent, body: bytes };
    const ask = () => (origin === API ? host().api(request) : host().handle(request));
    const answer = await between.http(kioskId, request, ask);
    return { status: answer.status, headers: answer.headers, body: answer.body.toString() };
  };
}

type Answering = () => Promise<WireResponse>;

/** What may come between. Nothing does, unless a simulation says so. */
export interface Between {
  /** Carries a call of a function to AWS, and its answer back. */
  call(request: WireRequest, answer: Answering): Promise<WireResponse>;
  /** Runs a function for whoever asked for it. */
  run(definition: FunctionDefinition, run: () => Promise<Outcome>): Promise<Outcome>;
  /** Carries a request of a kiosk's to the HTTP API, and its answer back. */
  http(kioskId: string, request: WireRequest, answer: Answering): Promise<WireResponse>;
  /** Carries what goes over MQTT. */
  carry: Network['carry'];
}

const NOTHING: Between = {
  call: (_request, answer) => answer(),
  run: (_definition, run) => run(),
  http: (_kioskId, _request, answer) => answer(),
  carry: inOrder.carry,
};

interface HostParts {
  between: Between;
  clock: VirtualTime;
  random: Random;
  work: ReturnType<typeof workload>;
  log: (line: string) => void;
  /** The errors of functions that fail, by their descriptions. */
  broken: ReadonlyMap<string, string>;
  journal: string[];
  watch: Watch;
  calls: string[];
  assemblyDir: string;
}

/** Sees every request to AWS and to the HTTP API, as it stands on the wire. */
type Watch = (request: WireRequest) => void;

function openHost(parts: HostParts): Promise<Host> {
  const { between, clock, random, work, log, broken, journal, watch, calls, assemblyDir } = parts;
  let host: Host | undefined;
  const send = async (request: WireRequest) => {
    calls.push(request.headers['x-amz-target'] ?? `${request.method} ${request.path}`);
    return between.call(request, () => {
      if (!host) throw new Error('There is no host yet.');
      const answer = host.handle(request);
      return isWaiting(request) ? answer : work.during(answer);
    });
  };
  const print = (_: unknown, text: string) => log(text.trimEnd());
  const modules = () => ({ http: wireHttp(send), https: wireHttp(send) });
  // Its result comes by the clock, so that which of two threads is faster decides nothing.
  const compute = async <Result>(working: Promise<Result>): Promise<Result> => {
    const turn = new Promise<void>((resolve) => void clock.after(0, resolve));
    await work.during(Promise.allSettled([working]));
    await turn;
    return working;
  };
  const surround = virtualSurroundings({ clock, random, print, modules, compute });
  const inProcess = createInProcessRunner({ clock, print, surround });
  const runner: Runner = {
    ...inProcess,
    run: async (definition, invocation) => {
      const errorType = broken.get(definition.description);
      if (errorType === undefined) return between.run(definition, () => inProcess.run(definition, invocation));
      return { fault: { errorType, errorMessage: 'The function is broken on purpose.' } };
    },
  };
  const options = { assemblyDir, dataDir: ':memory:', ports: {}, apiEndpoint: API };
  return startHost({ ...options, journal: memoryJournal(journal), clock, random, log, runner }).then((opened) => {
    const seen =
      <Answer>(handle: (request: WireRequest) => Answer) =>
      (request: WireRequest): Answer => {
        watch(request);
        return handle(request);
      };
    host = { ...opened, handle: seen(opened.handle), api: seen(opened.api) };
    return host;
  });
}

/** The connection of a kiosk whose heartbeats are acknowledged and go nowhere, while hearts are resting. */
function withHearts(hearts: { areResting: boolean }, transport: MqttTransport): MqttTransport {
  return (clientId, listener) => {
    const client = transport(clientId, listener);
    return {
      subscribe: (filters) => client.subscribe(filters),
      close: () => client.close(),
      publish: (topic, ...rest) =>
        hearts.areResting && topic.endsWith('/heartbeat') ? Promise.resolve() : client.publish(topic, ...rest),
    };
  };
}

interface VirtualCityOptions {
  seed?: number;
  /** Whether the public feed is published each minute. It is 1,440 times a day, and few tests read it. */
  feed?: boolean;
  watch?: Watch;
  assemblyDir?: string;
  /** Told the city's clock and chance, says what comes between. */
  between?: (city: { clock: VirtualTime; random: Random }) => Between;
}

/** What AWS IoT calls a certificate: its SHA-256, in hexadecimal. */
function certificateId(pem: string): string {
  return new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase();
}

/** Stops the schedule of the feed. What was published once stays. */
async function pauseFeed(events: EventBridgeClient): Promise<void> {
  const { Rules = [] } = await events.send(new ListRulesCommand({}));
  const { Name } = Rules.find((rule) => rule.Description === 'Publishes the feed') ?? {};
  await events.send(new DisableRuleCommand({ Name }));
}

/** Opens a city on virtual time. Ids and nonces follow from the seed. */
export async function openVirtualCity({
  seed = 1,
  feed = false,
  watch = () => {},
  assemblyDir = ASSEMBLY,
  between: comesBetween = () => NOTHING,
}: VirtualCityOptions = {}): Promise<VirtualCity> {
  const clock = new VirtualTime(START_MS);
  const random = seededRandom(seed);
  const between = comesBetween({ clock, random });
  const work = workload();
  const log: string[] = [];
  const journal: string[] = [];
  const city = readCity('havenbrook');
  const devices = mkdtempSync(join(tmpdir(), 'freewheel-devices-'));
  const kiosks = new Map<string, OpenKiosk>();

  const isComputing = () => [...kiosks.values()].some((kiosk) => kiosk.computing());
  const settle = async (): Promise<void> => {
    for (let silent = 0; silent < SILENT_TURNS; silent++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (!work.isIdle() || isComputing()) silent = 0;
    }
  };
  const until: VirtualCity['until'] = async (what, find, withinMs = 600_000) => {
    const deadline = clock.now() + withinMs;
    for (;;) {
      await settle();
      const found = find();
      if (found !== undefined && found !== false) return found as never;
      const due = clock.nextDueMs();
      if (due === undefined || due > deadline)
        throw new Error(
          `Waited ${withinMs / 1000} s of the city's time in vain for ${what}.\n${log.slice(-20).join('\n')}`,
        );
      clock.step();
    }
  };
  const meanwhile: VirtualCity['meanwhile'] = async (promised) => {
    let outcome: { value: unknown } | { fault: unknown } | undefined;
    promised.then(
      (value) => (outcome = { value }),
      (fault: unknown) => (outcome = { fault }),
    );
    const ended = await until('an answer', () => outcome);
    if ('fault' in ended) throw ended.fault;
    return ended.value as never;
  };
  const pass = async (ms: number): Promise<void> => {
    const end = clock.now() + ms;
    for (await settle(); (clock.nextDueMs() ?? Number.POSITIVE_INFINITY) <= end; await settle()) clock.step();
    clock.moveTo(end);
  };

  const broken = new Map<string, string>();
  const calls: string[] = [];
  const say = (line: string) => void log.push(line);
  const host = await openHost({ between, clock, random, work, log: say, broken, journal, watch, calls, assemblyDir });
  const client = hostClient((request) => {
    const answer = host.handle(request);
    return isWaiting(request) ? answer : work.during(answer);
  }, host.region);
  const lambda = new LambdaClient(client);
  // The SDK looks for a developer's settings on the real disk, once in a process: it had better be over before time counts.
  await lambda.config.useFipsEndpoint();
  const deployed = deployedCity(host.outputs, city.id, 'dev');
  const iot = new IoTClient(client);
  // No broker is there to be believed; the kiosks' folders are whole all the same.
  const broker = { mqttEndpoint: 'mqtts://city.test', ca: amazonRoots() };
  await meanwhile(provision({ city, deployed, ...broker, folder: devices, iot, lambda }));
  if (!feed) await meanwhile(pauseFeed(new EventBridgeClient(client)));
  const links = new Map<string, Link>();
  const cut = new Set<string>();
  const network: Network = { carry: between.carry, opened: (link) => void links.set(link.clientId, link) };
  const certificateOf = (kioskId: string) => certificateId(readKioskFolder(join(devices, kioskId)).tls.cert);
  const hearts = { areResting: false };
  const transport = withHearts(
    hearts,
    memoryTransport(host.iot.hub, { network, certificateOf, authorize: host.iot.authorize }),
  );
  const opened = await openKiosks({
    ...{ city, devices, dataDir: ':memory:', pagesDir: PAGES, log: (line) => log.push(line) },
    surroundings: ({ config: { kioskId } }) => ({
      ...{ clock, random, transport },
      http: httpOf(
        kioskId,
        () => host,
        () => cut.has(kioskId),
        between,
      ),
    }),
  });
  for (const [id, kiosk] of opened.all) kiosks.set(id, kiosk);
  await settle();

  return {
    ...{ city, clock, host, kiosks, lambda, sdk: client, calls, log, journal, settle, pass, until, meanwhile },
    dynamo: DynamoDBDocumentClient.from(new DynamoDBClient(client)),
    states: new SFNClient(client),
    kiosk(id) {
      const kiosk = kiosks.get(id);
      if (!kiosk) throw new Error(`There is no kiosk '${id}'.`);
      return kiosk;
    },
    cutOff(kioskId) {
      cut.add(kioskId);
      links.get(kioskId)?.cut('The network is down.');
      return () => {
        cut.delete(kioskId);
        links.get(kioskId)?.mend();
      };
    },
    async restHearts() {
      hearts.areResting = true;
      const events = new EventBridgeClient(client);
      const { Rules = [] } = await meanwhile(events.send(new ListRulesCommand({})));
      const watch = Rules.find(({ Name }) => Name?.includes('KioskWatch'));
      await meanwhile(events.send(new DisableRuleCommand({ Name: watch?.Name })));
    },
    breakDown(handler, error = 'Outage') {
      const description = handler.replace('/', ': ').replaceAll('-', ' ');
      broken.set(description, error);
      return () => void broken.delete(description);
    },
    card(firstName) {
      const person = [...city.residents, ...city.visitors].find((one) => one.firstName === firstName);
      if (!person) throw new Error(`Nobody in the city is called ${firstName}.`);
      return cardOf(person);
    },
    async close() {
      await opened.close();
      await host.close();
      rmSync(devices, { recursive: true, force: true });
    },
  };
}
