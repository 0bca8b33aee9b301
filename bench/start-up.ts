import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { MADE } from '../scripts/output.ts';
import { sleep, systemClock } from '../seams/clock.ts';

const ROOT = join(import.meta.dirname, '..');
/** What `npm start` runs: Node, with the settings that keep three heaps small. */
const [, ...START] = (createRequire(import.meta.url)('../package.json').scripts.start as string).split(' ');
/** What the design allows on two cores. */
const READY_S_MAX = 10;
const RESIDENT_MB_MAX = 400;

/** Runs `npm start` on free ports and fresh data until it says that it is ready. */
async function startCity(dataDir: string) {
  const env = { ...process.env, DATA_DIR: dataDir, PORT: '0', AWS_PORT: '0', MQTT_PORT: '0' };
  const startedAt = performance.now();
  const child = spawn(process.execPath, START, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('ready')) return { child, seconds: (performance.now() - startedAt) / 1000 };
  }
  throw new Error('The city did not start.');
}

/** Resident memory of a process in MB (ps prints KiB). */
function residentMb(pid: number | undefined): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}

/** One city from nothing: how long it takes to serve, and what it then holds in memory. */
async function fromNothing(): Promise<{ seconds: number; resident: number }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'freewheel-bench-'));
  const { child, seconds } = await startCity(dataDir);
  await sleep(systemClock, 2_000);
  const resident = residentMb(child.pid);
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('exit', resolve));
  rmSync(dataDir, { recursive: true, force: true });
  return { seconds, resident };
}

/** The first start of a clone, which builds everything, and the next one, which finds it built. */
export async function startUp(): Promise<string[]> {
  rmSync(MADE, { force: true });
  const [first, next] = [await fromNothing(), await fromNothing()];
  const share = (value: number, most: number) => `${Math.round((100 * value) / most)}% of ${most}`;
  const took = ({ seconds }: typeof first) => `${seconds.toFixed(1)} s   (${share(seconds, READY_S_MAX)} s)`;
  return [
    'From `npm start` on fresh data to a city that serves, 14 kiosks among it',
    `  bundle, synthesize, deploy, seed, connect  ${took(first)}`,
    `  the same with everything built             ${took(next)}`,
    `  resident memory, city running              ${next.resident.toFixed(0)} MB   (${share(next.resident, RESIDENT_MB_MAX)} MB)`,
  ];
}
