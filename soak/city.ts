import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Played } from '../test/simulation/command.ts';

/**
 * The long tier of the simulator: `node soak/city.ts [--runs 2000] [--seed 1] [--minutes 8]` plays so many days, some in
 * each of a few processes at once, and fails where a truth did not hold on one of them.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '2000' },
    minutes: { type: 'string', default: '8' },
    workers: { type: 'string', default: '2' },
  },
});

/** A process plays so many days and is done: what a day leaves in memory goes with it, and aims begin anew. */
const DAYS_EACH = 20;
const PROGRAM = join(import.meta.dirname, '..', 'test', 'simulation', 'command.ts');

const [first, runs] = [Number(values.seed), Number(values.runs)];
const say = (line: string): void => void process.stdout.write(`${line}\n`);
let next = first;
const sum = { days: 0, rentals: 0, failures: 0 };
/** What no process has seen that told of its days. */
let unseen: readonly string[] | undefined;

function add({ days, rentals, failures, unseen: missed }: Played): void {
  sum.days += days;
  sum.rentals += rentals;
  sum.failures += failures;
  unseen = unseen?.filter((one) => missed.includes(one)) ?? missed;
}

/** Plays the days of one process, which says for itself what failed. */
async function playSome(seed: number, days: number): Promise<void> {
  const args = ['--quiet', '--seed', String(seed), '--runs', String(days), '--minutes', values.minutes];
  const child = fork(PROGRAM, args);
  let isTold = false;
  child.once('message', (played) => {
    isTold = true;
    add(played as Played);
  });
  const [code] = await once(child, 'close');
  if (isTold) return;
  // A day that the simulator itself did not survive counts as failed, whatever it was.
  sum.failures += 1;
  say(`✗ the days from seed ${seed} on ended with code ${code}, and told nothing`);
}

async function work(): Promise<void> {
  while (next < first + runs) {
    const seed = next;
    next += DAYS_EACH;
    await playSome(seed, Math.min(DAYS_EACH, first + runs - seed));
    say(`${sum.days} of ${runs} days, ${sum.rentals} rentals, ${sum.failures} failed`);
  }
}

await Promise.all(Array.from({ length: Number(values.workers) }, work));
for (const one of unseen ?? []) say(`never on any day: ${one}`);
process.exitCode = sum.failures > 0 ? 1 : 0;
