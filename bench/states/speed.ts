import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileJournal } from '../../local/states/journal/file-journal.ts';
import { lineOf } from '../../local/states/journal/line.ts';
import { memoryJournal } from '../../local/states/journal/memory-journal.ts';
import { bareJournal, overheard } from './bare-journal.ts';
import { ownEngine } from './own-engine.ts';
import {
  definitionOf,
  express,
  jsonata,
  jsonPath,
  perSecond,
  RENTAL,
  SMALLEST,
  STEPS,
  type Workload,
} from './workload.ts';

interface Runner {
  run(): Promise<unknown>;
}

/** So many executions of each are measured in memory. */
const IN_MEMORY = 10_000;

const PEERS = join(import.meta.dirname, '..', 'peers');
const MISSING = 'not measured: it is not installed (run `npm ci` in bench/peers)';

/** A module of the peers' own folder; undefined where they are not installed. */
async function peer(name: string): Promise<Record<string, (...args: unknown[]) => unknown> | undefined> {
  if (!existsSync(join(PEERS, 'node_modules'))) return undefined;
  return import(join(PEERS, `${name}.mjs`));
}

const line = (what: string, rate: number): string => `  ${what.padEnd(44)} ${rate.toFixed(0).padStart(6)} a second`;
const ratio = (own: number, other: number, wanted: number, what: string): string =>
  `  → ${(own / other).toFixed(2)} times ${what} (wanted: ${wanted})`;

async function inMemory(workload: Workload, concurrency: number): Promise<string[]> {
  const { engine, run } = await ownEngine(memoryJournal(), express(workload), 'EXPRESS', workload.inputOf);
  const own = await perSecond(IN_MEMORY, concurrency, run);
  await engine.close();
  const title = [`In memory, ${concurrency} at a time; ${workload.title}`, line('the engine, Express', own)];
  const module = await peer('local-step-functions');
  if (!module) return [...title, `  aws-local-stepfunctions: ${MISSING}`];
  const other = module['localStepFunctions']?.(definitionOf(jsonPath(workload)), workload.inputOf) as Runner;
  const rate = await perSecond(IN_MEMORY, concurrency, other.run);
  const told = line('aws-local-stepfunctions, Parameters everywhere', rate);
  return [...title, told, ratio(own, rate, 10, 'aws-local-stepfunctions')];
}

async function restate(own: number): Promise<string[]> {
  const module = await peer('restate');
  if (!module) return [`  Restate: ${MISSING}`];
  const server = (await module['restateServer']?.(STEPS)) as Runner & { close(): Promise<void> };
  const rate = await perSecond(500, 50, server.run).finally(() => server.close());
  return [line("Restate's server, one partition", rate), ratio(own, rate, 10, 'Restate')];
}

async function durable(workload: Workload): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'states-speed-'));
  try {
    const count = 5_000;
    const journal = new FileJournal(join(folder, 'own'), console.error);
    const records = overheard(journal, count);
    const { engine, run } = await ownEngine(journal, jsonata(workload), 'STANDARD', workload.inputOf);
    const own = await perSecond(count, 50, run);
    await engine.close();
    const bytes = records.reduce((sum, record) => sum + Buffer.byteLength(lineOf(record)), 0);
    const bare = await bareJournal(join(folder, 'bare'), records);
    const rate = await perSecond(count, 50, bare.run);
    await bare.close();
    return [
      `Durable, 50 at a time; ${workload.title}`,
      line('the engine, Standard', own),
      line(`a bare group-commit journal, same ${records.length} records`, rate),
      `  (${bytes} bytes an execution)`,
      ratio(own, rate, 0.5, 'the bare journal'),
      ...(await restate(own)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How many executions of eight steps and a callback a second, beside what else does the like. */
export async function speed(): Promise<string[]> {
  const load = loadavg().map((value) => value.toFixed(1));
  const lines = [
    `State machines: ${STEPS} steps that do nothing and one callback (load of the machine ${load.join(', ')})`,
  ];
  for (const workload of [RENTAL, SMALLEST]) {
    lines.push(...(await inMemory(workload, 1)), ...(await inMemory(workload, 50)), ...(await durable(workload)));
  }
  return lines;
}
