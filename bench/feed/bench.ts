import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { FeedPublished, LIVE_TTL_S } from '../../functions/feed/contract.ts';
import { buildFirst } from '../../laptop/build-first.ts';
import { type Host, startHost } from '../../local/host.ts';
import { ASSEMBLY } from '../../scripts/output.ts';
import { sleep, systemClock } from '../../seams/clock.ts';
import { systemRandom } from '../../seams/random.ts';
import { asOperator } from './as-function.ts';
import { BIKES, fill, KIOSKS } from './big-city.ts';
import { found } from './rentals.ts';
import { startRentals } from './rentals-elsewhere.ts';
import { servedBeside } from './served.ts';

/** What is wanted: the feed within its TTL while so many rentals a second start, and half the rate of a plain file. */
const STARTS_A_SECOND = 20;
const SERVED_MIN = 0.5;
const REBUILDS = 3;
/** Rentals have been starting for so long when the first rebuild begins. */
const WARM_UP_MS = 10_000;

const outputs = (host: Host) => host.outputs['Freewheel-havenbrook-dev-Services'] ?? {};

/** What this process has computed so far, all its threads together, in seconds. Other programs do not count. */
function computed(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

interface Done {
  seconds: number;
  /** For how long a processor was busy with it, and with whatever else the process did. */
  busy: number;
}

/** A rebuild, or the name of what it failed by. */
type Rebuilt = Done | { fault: string };

/** Has the feed made anew; answers how long that took, and for how long of it a processor was busy. */
async function rebuild(host: Host): Promise<Rebuilt> {
  const [startedAt, before] = [performance.now(), computed()];
  try {
    FeedPublished.parse(await host.invoke(outputs(host)['PublishFeed'] ?? '', {}));
  } catch (fault) {
    return { fault: (fault as Error).name };
  }
  return { seconds: (performance.now() - startedAt) / 1_000, busy: computed() - before };
}

/** The slowest of some rebuilds as a part of the feed's TTL, and what became of those that failed. */
function slowest(rebuilds: Rebuilt[]): string {
  const failed = rebuilds.flatMap((one) => ('fault' in one ? [one.fault] : []));
  const done = rebuilds.filter((one): one is Done => !('fault' in one)).sort((a, b) => b.seconds - a.seconds);
  const told = done
    .slice(0, 1)
    .map(
      ({ seconds, busy }) =>
        `${seconds.toFixed(1).padStart(6)} s   ${(seconds / LIVE_TTL_S).toFixed(2)} of its TTL; a processor ${busy.toFixed(1)} s`,
    );
  return [...told, ...(failed.length > 0 ? [`failed: ${failed.join(', ')}`] : [])].join('   ');
}

async function rebuilds(host: Host): Promise<string[]> {
  const client = new DynamoDBClient(asOperator(host, 'dynamodb'));
  await fill(DynamoDBDocumentClient.from(client), 'Freewheel-havenbrook-dev-Data-BikesTable');
  const [first, idle] = [await rebuild(host), await rebuild(host)];
  const starting = startRentals(host, STARTS_A_SECOND);
  await sleep(systemClock, WARM_UP_MS);
  const busy: Rebuilt[] = [];
  while (busy.length < REBUILDS) busy.push(await rebuild(host));
  const load = await starting.stop();
  const { onTrip, authorized } = await found(host, load.done);
  const failures = [...load.failed].map(([name, times]) => `; failed: ${times} ${name}`);
  return [
    `The feed of ${KIOSKS} stations and ${BIKES} bikes; wanted: rebuilt within its ${LIVE_TTL_S} s while ${STARTS_A_SECOND} rentals a second start`,
    `  first, every file new                       ${slowest([first])}`,
    `  again, while nothing starts                 ${slowest([idle])}`,
    `  slowest of ${REBUILDS} while rentals start             ${slowest(busy)}`,
    `  rentals started meanwhile                   ${load.perSecond.toFixed(1).padStart(6)} a second   ${(load.perSecond / STARTS_A_SECOND).toFixed(2)} of those asked for${failures.join('')}`,
    `  found in the tables afterwards              ${String(onTrip).padStart(6)} bikes on their trip, ${authorized} fares free or held, of ${load.done.length} rentals`,
    '  All in one process. The feed is made by the functions as they are deployed, in threads of their own. What a rental',
    '  does to bikes and money, the reservation, the hold and the start of the trip, is done by the same functions as in a',
    '  city, in two threads more. Its workflow, the kiosk, and whoever hears of its events are left out: in a city they are',
    '  on other machines, and write nothing that the feed reads.',
  ];
}

async function served(host: Host): Promise<string[]> {
  const lines = [`Its files, served; wanted: at least ${SERVED_MIN} of the rate of a plain file of the same size`];
  for (const file of ['station_status.json', 'vehicle_status.json']) {
    const { bytes, perSecond, plain } = await servedBeside(host, file);
    const size = `${(bytes / 1e6).toFixed(1)} MB`;
    lines.push(
      `  ${`${file}, ${size}`.padEnd(44)}${perSecond.toFixed(0).padStart(6)} a second   ${(perSecond / plain).toFixed(2)} of a plain file`,
    );
  }
  return lines;
}

/** A feed of the largest size that is planned for, made and served by the embedded host. */
export async function publicFeed(): Promise<string[]> {
  await buildFirst();
  const dataDir = mkdtempSync(join(tmpdir(), 'freewheel-bench-'));
  const host = await startHost({
    ...{ assemblyDir: ASSEMBLY, dataDir, fresh: true, ports: { aws: 0 } },
    ...{ apiEndpoint: 'http://127.0.0.1:8080', clock: systemClock, random: systemRandom, log: () => {} },
  });
  try {
    return [...(await rebuilds(host)), ...(await served(host))];
  } finally {
    await host.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
