import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { IoTClient } from '@aws-sdk/client-iot';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { type City, readCity } from '../cities/city.ts';
import { deployedCity, pagesOf } from '../cities/outputs.ts';
import { provision } from '../cities/provision.ts';
import { publishPages } from '../cities/publish-pages.ts';
import { createClosing } from '../local/closing.ts';
import { type Host, startHost } from '../local/host.ts';
import { systemClock } from '../seams/clock.ts';
import { systemRandom } from '../seams/random.ts';
import { boardPage, cityBoard } from './city-board.ts';
import { openFrontDoor } from './front-door.ts';
import { type OpenKiosk, openKiosks } from './open-kiosks.ts';

export interface CityOptions {
  /** A file in `cities/`, without its ending. */
  cityId: string;
  /** The folder that `cdk synth` wrote for it. */
  assemblyDir: string;
  /** The folder of built pages. */
  pagesDir: string;
  dataDir: string;
  /** Zero takes a free port. */
  ports: { web: number; aws: number; mqtt: number };
  fresh: boolean;
  /** Makes the machines' motions longer (2) or shorter (0.1). */
  pace?: number;
  log: (line: string) => void;
}

export interface OpenCity {
  city: City;
  /** Without a slash at the end. */
  address: string;
  host: Host;
  kiosks: Map<string, OpenKiosk>;
  close(): Promise<void>;
}

/** The stage of a laptop: nothing there is worth protecting from deletion. */
const STAGE = 'dev';
const ANY_CREDENTIALS = { accessKeyId: 'laptop', secretAccessKey: 'laptop' };

const clientOf = (host: Host) => ({
  endpoint: host.awsEndpoint,
  region: host.region,
  credentials: ANY_CREDENTIALS,
});

/** Publishes the pages as `npm run publish-pages` does on AWS. */
async function publish(city: City, host: Host, folder: string): Promise<void> {
  const s3 = new S3Client({ ...clientOf(host), forcePathStyle: true });
  await publishPages({ city, folder, deployed: pagesOf(host.outputs, city.id, STAGE), s3 });
  s3.destroy();
}

/** Seeds the city as `npm run provision` does on AWS; what an earlier run has seeded stays as it is. */
async function seed(city: City, host: Host, folder: string): Promise<void> {
  const client = clientOf(host);
  const [iot, lambda] = [new IoTClient(client), new LambdaClient(client)];
  const deployed = deployedCity(host.outputs, city.id, STAGE);
  if (!host.mqttEndpoint) throw new Error('The embedded host opened no port for kiosks.');
  mkdirSync(folder, { recursive: true });
  const broker = { mqttEndpoint: host.mqttEndpoint, ca: host.iot.caCertificate() };
  await provision({ city, deployed, ...broker, folder, iot, lambda });
  iot.destroy();
  lambda.destroy();
}

/** A whole city in this process: the embedded host, every kiosk with a simulated machine, and one address for all. */
export async function openCity(options: CityOptions): Promise<OpenCity> {
  const { dataDir, ports, log } = options;
  const city = readCity(options.cityId);
  const closing = createClosing(log);
  try {
    const opened: { host?: Host } = {};
    const door = await openFrontDoor({
      port: ports.web,
      site: (request) => opened.host?.distribution(request) ?? notYet(),
      log,
    });
    closing.add(() => door.close());
    const host = await startHost({
      assemblyDir: options.assemblyDir,
      dataDir,
      fresh: options.fresh,
      ports: { aws: ports.aws, mqtt: ports.mqtt },
      apiEndpoint: door.address,
      clock: systemClock,
      random: systemRandom,
      log,
    });
    closing.add(() => host.close());
    opened.host = host;
    door.mount('/oidc/', host.people);
    await publish(city, host, options.pagesDir);
    const devices = join(dataDir, 'devices');
    await seed(city, host, devices);
    const kiosks = await openKiosks({ ...options, city, devices });
    closing.add(() => kiosks.close());
    for (const [id, kiosk] of kiosks.all) door.mount(`/kiosks/${id}/`, kiosk.web);
    door.mount(
      '/city.json',
      boardPage(() => cityBoard({ city, kiosks: kiosks.all, host })),
    );
    return { city, address: door.address, host, kiosks: kiosks.all, close: () => closing.run() };
  } catch (fault) {
    await closing.run();
    throw fault;
  }
}

async function notYet() {
  const body = Buffer.from('{"message":"Service Unavailable"}');
  return { status: 503, headers: { 'content-type': 'application/json', 'retry-after': '1' }, body };
}
