import { parseArgs } from 'node:util';
import { systemClock } from '../../seams/clock.ts';
import { aims } from './aims.ts';
import { coverage } from './coverage.ts';
import { aimedAt, type FaultName, type Profile, STANDARD, without } from './profile.ts';
import { shrink } from './shrink.ts';
import { type Simulated, simulate } from './simulate.ts';

/** What a run of days came to. */
export interface Played {
  days: number;
  rentals: number;
  /** Days with a broken truth. */
  failures: number;
  /** What none of them has seen. */
  unseen: string[];
}

/**
 * `npm run sim -- --seed 1 --runs 100 --minutes 20`: plays days of a city in which things break, and says which truth did
 * not hold. One run of a seed is told in full with `--log`.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '20' },
    /** A fault that is to happen often, as `kiosks.powerCuts`; several runs choose for themselves. */
    aim: { type: 'string' },
    /** Faults that are not to happen, by their names, with commas between them. */
    without: { type: 'string', default: '' },
    /** Looks for a smaller way to each failure. */
    shrink: { type: 'boolean', default: false },
    log: { type: 'boolean', default: false },
    /** Says what has failed, and nothing else. */
    quiet: { type: 'boolean', default: false },
    /** Begins no more days after so many seconds. */
    seconds: { type: 'string' },
    /** Stops at the first failure. */
    bail: { type: 'boolean', default: false },
  },
});

const [first, runs, minutes] = [Number(values.seed), Number(values.runs), Number(values.minutes)];
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const tellProgress = (line: string): void => void (values.quiet || say(line));
const left = values.without.split(',').filter(Boolean) as FaultName[];
const base = left.reduce(without, STANDARD);
const seen = coverage();
const aim = aims(base, seen);
const sum = { rentals: 0, failures: 0, days: 0 };

const replay = (seed: number, fault: FaultName | undefined, less: { minutes: number; without: FaultName[] }) =>
  [
    `npm run sim -- --seed ${seed} --minutes ${less.minutes}`,
    ...(fault ? [`--aim ${fault}`] : []),
    ...(less.without.length > 0 ? [`--without ${less.without.join(',')}`] : []),
  ].join(' ');

function tell({ seed, broken }: Simulated, command: string): void {
  if (!broken) return;
  for (const { says, contradictions } of broken.truths) {
    say(`✗ seed ${seed}, step ${broken.step}: ${says}`);
    for (const one of contradictions) say(`    ${one}`);
  }
  for (const line of broken.story) say(line);
  say(`again with: ${command}`);
}

async function day(seed: number, fault: FaultName | undefined): Promise<Simulated> {
  const profile: Profile = fault ? aimedAt(base, fault) : base;
  const simulated = await simulate({ seed, minutes, profile });
  sum.days += 1;
  sum.rentals += simulated.rentals;
  aim.reached(fault, seen.add(simulated));
  if (values.log) for (const line of simulated.log) say(line);
  if (!simulated.broken) return simulated;
  sum.failures += 1;
  tell(simulated, replay(seed, fault, { minutes, without: left }));
  if (!values.shrink) return simulated;
  const small = await shrink(simulated, { seed, minutes, profile }, simulate, (line) => say(`  ${line}`));
  tell(small.simulated, replay(seed, fault, { minutes: small.minutes, without: [...left, ...small.without] }));
  return simulated;
}

const until = systemClock.now() + Number(values.seconds ?? Number.POSITIVE_INFINITY) * 1000;
for (let seed = first; seed < first + runs && systemClock.now() < until; seed++) {
  const fault = (values.aim as FaultName | undefined) ?? (runs > 1 ? aim.next() : undefined);
  const { rentals, log, broken } = await day(seed, fault);
  tellProgress(
    `${broken ? '✗' : '✓'} seed ${seed}: ${rentals} rentals, ${log.length} steps${fault ? `, aimed at ${fault}` : ''}`,
  );
  if (broken && values.bail) break;
}
for (const line of seen.report()) tellProgress(line);
tellProgress(`${sum.days} days, ${sum.rentals} rentals, ${sum.failures} of the days with a broken truth`);
// Whoever has many such processes play adds them up.
process.send?.({ ...sum, unseen: seen.unseen() } satisfies Played);
process.exitCode = sum.failures > 0 ? 1 : 0;
