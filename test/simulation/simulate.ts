import { ListExecutionsCommand, ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import { type City, readCity } from '../../cities/city.ts';
import { sleep } from '../../seams/clock.ts';
import type { Between } from './between.ts';
import { type DayLog, dayLog } from './day-log.ts';
import { dice } from './dice.ts';
import { faultyCalls } from './faults/calls.ts';
import { faultyClocks } from './faults/clocks.ts';
import { faultyFunctions } from './faults/functions.ts';
import { troubledHost } from './faults/host.ts';
import { troubledKiosk } from './faults/kiosks.ts';
import { troubledMachine, unevenMotors } from './faults/machines.ts';
import { faultyPackets, faultyRequests } from './faults/network.ts';
import type { World } from './faults/world.ts';
import { ledger } from './ledger.ts';
import { crowd } from './people/crowd.ts';
import { bringAllHome } from './people/home.ts';
import { mechanics } from './people/mechanics.ts';
import { operators } from './people/operators.ts';
import { type Place, placeAt } from './people/place.ts';
import type { StreetLife } from './people/street-life.ts';
import { thieves } from './people/thieves.ts';
import { van } from './people/van.ts';
import { CALM, type Profile, STANDARD } from './profile.ts';
import { recordReader } from './records.ts';
import type { Strike, Struck, Trouble } from './struck.ts';
import { SAFE, SETTLED } from './truths/all.ts';
import type { Evidence, Execution, Truth } from './truths/truth.ts';
import { openVirtualCity, type VirtualCity } from './virtual-city.ts';

export interface SimulationOptions {
  seed: number;
  /** How long the day is on which things break. */
  minutes: number;
  profile?: Profile;
}

/** Truths that did not hold, in their own words, with what contradicts them. */
export interface Broken {
  truths: Array<{ says: string; contradictions: string[] }>;
  /** The line of the log at which it was found. */
  step: number;
  /** The last that happened to what it is about. */
  story: string[];
}

export interface Simulated {
  seed: number;
  broken?: Broken;
  log: readonly string[];
  /** What the engine has written down. */
  journal: readonly string[];
  rentals: number;
  /** What went wrong on this day, and how often. */
  struck: Struck;
}

/** Four kiosks of few bays: everybody wants the same bikes, and kiosks are empty and full all the time. */
const KIOSKS = ['harbour-steps', 'market-hall', 'library', 'station-west'];
function smallCity(): City {
  const city = readCity('havenbrook');
  const kiosks = city.kiosks.filter(({ id }) => KIOSKS.includes(id)).map((kiosk) => ({ ...kiosk, bays: 5, bikes: 3 }));
  return { ...city, kiosks };
}

/** So long after the last fault all is settled: undoing tries again every quarter of an hour, and so does reconciliation. */
const SETTLES_WITHIN_MS = 90 * 60_000;
/** What safe truths are read from. */
const WATCHED = new Set(SAFE.flatMap(({ reads }) => reads));
const LOOKS_EVERY_MS = 10 * 60_000;
const STORY_LINES = 60;

/** Ids by which a contradiction names what it is about. */
const IDS = /[0-9a-f]{8}-[0-9a-f-]{27}|bike-\d+/g;

async function executionsOf(city: VirtualCity): Promise<Map<string, Execution>> {
  const { stateMachines = [] } = await city.states.send(new ListStateMachinesCommand({}));
  const all = new Map<string, Execution>();
  for (const { stateMachineArn, name: machine = '', type } of stateMachines) {
    if (type === 'EXPRESS') continue;
    const workflow = machine.split('-').at(-1) ?? '';
    const { executions = [] } = await city.states.send(
      new ListExecutionsCommand({ stateMachineArn, maxResults: 1000 }),
    );
    for (const { name = '', status = '' } of executions) all.set(`${workflow}:${name}`, { workflow, name, status });
  }
  return all;
}

/** Plays one day of a city in which things break, and then waits until all is settled. */
export async function simulate({ seed, minutes, profile = STANDARD }: SimulationOptions): Promise<Simulated> {
  // The city is set up before the day begins, and cleared up after it, while nothing breaks.
  let rates = CALM;
  let log: DayLog | undefined;
  const records = recordReader();
  const wait = (ms: number) => sleep(city.clock, ms);
  const named = (name: string) => dice(seed, name);
  const note = (line: string, about?: string) => log?.note(line, about);
  const struck = new Map<Trouble, number>();
  const strike: Strike = (trouble, line, about) => {
    struck.set(trouble, (struck.get(trouble) ?? 0) + 1);
    if (line !== undefined) note(line, about);
  };

  const city: VirtualCity = await openVirtualCity({
    ...{ seed, city: smallCity(), watch: records.watch },
    between: ({ clock }): Between => {
      log = dayLog(clock);
      const world: World = {
        ...{ clock, note, strike },
        profile: () => rates,
        dice: named,
        wait: (ms) => sleep(clock, ms),
      };
      return {
        call: faultyCalls(world),
        run: faultyFunctions(world),
        http: faultyRequests(world),
        carry: faultyPackets(world),
        clockOf: faultyClocks({ ...world, profile: () => profile }),
        paceOf: unevenMotors(world),
      };
    },
  });
  const places = new Map<string, Place>();
  for (const [id, kiosk] of city.kiosks) places.set(id, placeAt(id, kiosk, city.clock));
  const street = ledger(places.values(), city.clock, note);
  const life: StreetLife = {
    ...{ city, places, wait, note, strike },
    ledger: street,
    profile: () => rates,
    dice: named,
  };

  let broken: Broken | undefined;
  const evidence = async (executions = new Map<string, Execution>()): Promise<Evidence> => ({
    ...{ city, places, executions, now: city.clock.now() },
    records: await records.read(city),
    ledger: street,
  });
  const judge = (truths: readonly Truth[], given: Evidence): void => {
    const found = truths
      .map((truth) => ({ says: truth.says, contradictions: truth.broken(given) }))
      .filter(({ contradictions }) => contradictions.length > 0);
    if (found.length === 0 || broken) return;
    const ids = new Set(found.flatMap(({ contradictions }) => contradictions.join(' ').match(IDS) ?? []));
    broken = { truths: found, step: log?.lines.length ?? 0, story: log?.story([...ids], STORY_LINES) ?? [] };
  };

  let seen = 0;
  /** Lets time pass, step by step, until something is done; the safe truths are looked at after each. */
  const playUntil = async (isDone: () => boolean, untilMs = Number.POSITIVE_INFINITY): Promise<void> => {
    for (;;) {
      await city.settle();
      const isNews =
        records.stale().some((table) => WATCHED.has(table)) || street.trips.length + street.openings.length !== seen;
      seen = street.trips.length + street.openings.length;
      if (isNews) judge(SAFE, await evidence());
      const due = city.clock.nextDueMs();
      if (broken || isDone() || due === undefined || due > untilMs) return;
      city.clock.step();
    }
  };
  const play = async (work: Promise<unknown>): Promise<void> => {
    let ended: { fault?: unknown } | undefined;
    work.then(
      () => (ended = {}),
      (fault: unknown) => (ended = { fault }),
    );
    await playUntil(() => ended !== undefined);
    if (ended?.fault) throw ended.fault;
  };

  try {
    const untilMs = city.clock.now() + minutes * 60_000;
    rates = profile;
    const troubles = [...places.values()].flatMap((place) => [
      troubledKiosk(life, place, untilMs),
      troubledMachine(life, place, untilMs),
    ]);
    await play(
      Promise.all([
        crowd(life, untilMs),
        mechanics(life, untilMs),
        van(life, untilMs),
        thieves(life, untilMs),
        troubledHost(life, untilMs),
        ...troubles,
      ]).then(() => undefined),
    );
    note('The day is over: nothing breaks any more.');
    rates = CALM;
    if (!broken) await play(bringAllHome(life));
    const settledBy = city.clock.now() + SETTLES_WITHIN_MS;
    const duty = operators(life);
    while (!broken) {
      const next = Math.min(city.clock.now() + LOOKS_EVERY_MS, settledBy);
      await playUntil(() => false, next);
      city.clock.moveTo(next);
      records.forget();
      const given = await evidence(await executionsOf(city));
      if (SETTLED.every((truth) => truth.broken(given).length === 0)) break;
      if (next === settledBy) judge(SETTLED, given);
      else await play(duty.round(given.records.cases));
    }
    const { rentals } = await records.read(city);
    return {
      ...{ seed, log: log?.lines ?? [], journal: city.journal, rentals: rentals.length, struck },
      ...(broken && { broken }),
    };
  } finally {
    await city.close();
  }
}
