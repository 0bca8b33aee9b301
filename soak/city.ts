import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

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
const sum = { days: 0, rentals: 0, failures: 0, deaths: 0 };

/** Plays the days of one process, and passes on what it says of those that failed. */
async function playSome(seed: number, days: number): Promise<void> {
  const args = [PROGRAM, '--seed', String(seed), '--runs', String(days), '--minutes', values.minutes];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  let isTold = false;
  for await (const line of createInterface({ input: child.stdout })) {
    const total = /^(\d+) days, (\d+) rentals, (\d+) of the days/.exec(line);
    if (total) {
      sum.days += Number(total[1]);
      sum.rentals += Number(total[2]);
      sum.failures += Number(total[3]);
      isTold = true;
    } else if (!/^✓|states and edges$|^ {2}never/.test(line)) say(line);
  }
  const [code] = await exited;
  // A day that the simulator itself did not survive counts as failed, whatever it was.
  if (!isTold) sum.deaths += 1;
  if (!isTold) say(`✗ the days from seed ${seed} on ended with code ${code}, and told nothing`);
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
process.exitCode = sum.failures + sum.deaths > 0 ? 1 : 0;
