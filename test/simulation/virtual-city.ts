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
import { type OpenKiosk, type OpenKiosks, openKiosks } from '../../laptop/open-kiosks.ts';
import { cardOf } from '../../laptop/sample-cards.ts';
import type { Host } from '../../local/host.ts';
import type { Link, Network } from '../../local/iot/memory-network.ts';
import { memoryTransport } from '../../local/iot/memory-transport.ts';
import type { Delivered } from '../../local/iot/message.ts';
import { ASSEMBLY, PAGES } from '../../scripts/output.ts';
import type { MqttTransport } from '../../seams/mqtt.ts';
import type { Random } from '../../seams/random.ts';
import { type Between, NOTHING } from './between.ts';
import { hostClient } from './host-client.ts';
import { seededRandom } from './seeded-random.ts';
import { API, descriptionOf, isWaiting, startRun, type Watch, workload } from './virtual-host.ts';
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
  cutPower: OpenKiosks['cutPower'];
  /** Hears what goes over the broker, until the function that it gives is called. */
  overhear(filter: string, listener: (message: Delivered) => void): () => void;
  /** Crashes the host in the middle of whatever it does, and starts it again on what it had written down. */
  crashHost(): Promise<void>;
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

/** A Wednesday in June, at eight in the morning. */
const START_MS = Date.UTC(2026, 5, 3, 12);
/** How many turns of the event loop without anything under way make a standstill: the SDK takes up to a dozen. */
const SILENT_TURNS = 15;

interface Road {
  host: () => Host;
  isCutOff: () => boolean;
  between: Between;
  clock: VirtualTime;
}

/** A kiosk's way to the HTTP API. Each answer says when it was given, as a server's must (RFC 9110, section 6.6.1). */
function httpOf(kioskId: string, { host, isCutOff, between, clock }: Road): HttpSend {
  const reach = () => {
    if (isCutOff()) throw new Error('The network is down.');
  };
  return async ({ method, url, headers, body }) => {
    reach();
    const { origin, host: address, pathname, search } = new URL(url);
    const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const bytes = Buffer.from(body ?? '');
    const sent = { host: address, 'content-length': String(bytes.length), ...lower };
    const request = { method, path: pathname, query: search.slice(1), headers: sent, body: bytes };
    const ask = () => (origin === API ? host().api(request) : host().handle(request));
    const dated = async () => {
      const answer = await ask();
      return { ...answer, headers: { date: new Date(clock.now()).toUTCString(), ...answer.headers } };
    };
    const answer = await between.http(kioskId, request, dated);
    reach();
    return { status: answer.status, headers: answer.headers, body: answer.body.toString() };
  };
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
  city?: City;
  seed?: number;
  /** Whether the public feed is published each minute. It is 1,440 times a day, and few tests read it. */
  feed?: boolean;
  watch?: Watch;
  assemblyDir?: string;
  /** Whether functions share one copy of their packages: half as dear, and not the very files that are deployed. */
  apart?: boolean;
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

/** The host, whichever run of it there is just now. */
function standingHost(now: () => Host): Host {
  const { awsEndpoint, mqttEndpoint, region, outputs } = now();
  return {
    ...{ awsEndpoint, mqttEndpoint, region, outputs },
    get iot() {
      return now().iot;
    },
    call: (...given) => now().call(...given),
    invoke: (...given) => now().invoke(...given),
    handle: (request) => now().handle(request),
    api: (request) => now().api(request),
    distribution: (request) => now().distribution(request),
    people: (...given) => now().people(...given),
    unusedGrants: () => now().unusedGrants(),
    close: () => now().close(),
  };
}

/** Opens a city on virtual time. Ids and nonces follow from the seed. */
export async function openVirtualCity({
  city = readCity('havenbrook'),
  seed = 1,
  feed = false,
  watch = () => {},
  assemblyDir = ASSEMBLY,
  apart = true,
  between: comesBetween = () => NOTHING,
}: VirtualCityOptions = {}): Promise<VirtualCity> {
  const clock = new VirtualTime(START_MS);
  const random = seededRandom(seed);
  const between = comesBetween({ clock, random });
  const work = workload();
  const log: string[] = [];
  const journal: string[] = [];
  const devices = mkdtempSync(join(tmpdir(), 'freewheel-devices-'));
  let kiosks = new Map<string, OpenKiosk>();

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
  const parts = {
    between,
    clock,
    random,
    work,
    log: say,
    broken,
    journal,
    memory: {},
    watch,
    calls,
    assemblyDir,
    apart,
  };
  let run = await startRun(parts);
  const host = standingHost(() => run.host);
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
  const ears = new Set<() => void>();
  const network: Network = { carry: between.carry, opened: (link) => void links.set(link.clientId, link) };
  const certificateOf = (kioskId: string) => certificateId(readKioskFolder(join(devices, kioskId)).tls.cert);
  const hearts = { areResting: false };
  const transport = withHearts(
    hearts,
    memoryTransport(() => host.iot, { network, certificateOf }),
  );
  const opened = await openKiosks({
    ...{ city, devices, dataDir: ':memory:', pagesDir: PAGES, log: (line) => log.push(line) },
    surroundings: ({ config: { kioskId } }) => ({
      ...{ clock: between.clockOf(kioskId, clock), pace: between.paceOf(kioskId), random, transport },
      http: httpOf(kioskId, { host: () => host, isCutOff: () => cut.has(kioskId), between, clock }),
    }),
  });
  kiosks = opened.all;
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
    cutPower: opened.cutPower,
    overhear(filter, listener) {
      const subscribe = () => host.iot.hub.subscribe(filter, listener);
      let stop = subscribe();
      const anew = () => {
        stop = subscribe();
      };
      ears.add(anew);
      return () => {
        ears.delete(anew);
        stop();
      };
    },
    async crashHost() {
      for (const link of links.values()) link.cut('The host crashed.');
      run.crash();
      run = await work.during(startRun(parts));
      if (!feed) await work.during(pauseFeed(new EventBridgeClient(client)));
      for (const [kioskId, link] of links) if (!cut.has(kioskId)) link.mend();
      for (const anew of ears) anew();
    },
    async restHearts() {
      hearts.areResting = true;
      const events = new EventBridgeClient(client);
      const { Rules = [] } = await meanwhile(events.send(new ListRulesCommand({})));
      const watch = Rules.find(({ Name }) => Name?.includes('KioskWatch'));
      await meanwhile(events.send(new DisableRuleCommand({ Name: watch?.Name })));
    },
    breakDown(handler, error = 'Outage') {
      broken.set(descriptionOf(handler), error);
      return () => void broken.delete(descriptionOf(handler));
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
