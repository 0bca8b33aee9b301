import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { FeedPublished, LIVE_TTL_S } from '../../functions/feed/contract.ts';
import { buildFirst } from '../../laptop/build-first.ts';
import { type Host, startHost } from '../../local/host.ts';
import { ASSEMBLY } from '../../scripts/output.ts';
import { systemClock } from '../../seams/clock.ts';
import { systemRandom } from '../../seams/random.ts';
import { fill } from './big-city.ts';
import { rentals } from './rentals.ts';
import { servedBeside } from './served.ts';

/** What is wanted: the feed within its TTL while so many rentals a second start, and half the rate of a plain file. */
const STARTS_A_SECOND = 20;
const SERVED_MIN = 0.5;
const REBUILDS = 3;

const outputs = (host: Host) => host.outputs['Freewheel-havenbrook-dev-Services'] ?? {};

/** What this process has computed so far, all its threads together, in seconds. Other programs do not count. */
function computed(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

interface Rebuilt extends FeedPublished {
  seconds: number;
  /** How many of them a processor was busy with it. */
  busy: number;
}

/** Has the feed made anew; answers how long that took. */
async function rebuild(host: Host): Promise<Rebuilt> {
  const [startedAt, before] = [performance.now(), computed()];
  const published = FeedPublished.parse(await host.invoke(outputs(host)['PublishFeed'] ?? '', {}));
  return { ...published, seconds: (performance.now() - startedAt) / 1_000, busy: computed() - before };
}

const ofTtl = (seconds: number) =>
  `${seconds.toFixed(1).padStart(6)} s   ${(seconds / LIVE_TTL_S).toFixed(2)} of its TTL`;

async function rebuilds(host: Host): Promise<string[]> {
  const client = new DynamoDBClient({
    ...{ endpoint: host.awsEndpoint, region: host.region },
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });
  await fill(DynamoDBDocumentClient.from(client), 'Freewheel-havenbrook-dev-Data-BikesTable');
  client.destroy();
  const first = await rebuild(host);
  const idle = await rebuild(host);
  const starting = await rentals(host);
  const busy: number[] = [];
  const failed: string[] = [];
  const load = await starting.during(STARTS_A_SECOND, async () => {
    for (let run = 0; run < REBUILDS; run++) {
      await rebuild(host).then(
        ({ seconds }) => busy.push(seconds),
        ({ name }: Error) => failed.push(name),
      );
    }
  });
  starting.close();
  const rate = load.started / load.seconds;
  const each = (1_000 * load.busy) / load.started;
  const slowest = busy.length > 0 ? ofTtl(Math.max(...busy)) : '  none';
  return [
    `The feed of ${first.stations} stations and ${first.vehicles} bikes; wanted: rebuilt within its ${LIVE_TTL_S} s while ${STARTS_A_SECOND} rentals a second start`,
    `  first, every file new                       ${ofTtl(first.seconds)}`,
    `  again, while nothing starts                 ${ofTtl(idle.seconds)}, ${idle.busy.toFixed(1)} s of a processor`,
    `  slowest of ${REBUILDS} while rentals start             ${slowest}   failed: ${failed.join(', ') || 'none'}`,
    `  bikes reserved and taken meanwhile          ${rate.toFixed(1).padStart(6)} a second   ${(rate / STARTS_A_SECOND).toFixed(2)} of those asked for; failed: ${[...load.failed].map(([name, times]) => `${times} ${name}`).join(', ') || 'none'}`,
    `  with all that follows                       ${each.toFixed(0).padStart(6)} ms of a processor each, the rebuilds among it`,
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
