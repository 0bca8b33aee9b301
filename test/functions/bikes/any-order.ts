import * as fc from 'fast-check';
import { BikeState } from '../../../functions/bikes/contract.ts';
import { FleetEvent } from '../../../functions/bikes/fleet-contract.ts';
import { KIOSK, minute, type Town } from './town.ts';

export const BIKES = ['market-1', 'market-2', 'harbour-1'];
export const RENTALS = [1, 2, 3];

/** What a step is about. Each takes of it what it needs. */
interface About {
  id: number;
  bike: string;
  at: { kioskId: string; bay: number };
  isSure: boolean;
  event: FleetEvent;
  to: BikeState;
  found: 'available' | 'non_operational' | 'missing';
  /** By how many steps the kiosk tells of it later than it happened. */
  late: number;
}
const ABOUT: About = {
  ...{ id: 1, bike: 'market-1', at: { kioskId: 'harbour', bay: 5 }, isSure: true },
  ...{ event: 'maintenance', to: 'non_operational', found: 'available', late: 0 },
};

type Act = (city: Town, step: number, about: About) => Promise<unknown>;

/** Everything that a sensor can see, likely or not. */
const FACTS = {
  taken: (city, step, { id, bike, late }) => city.taken(id, 1, bike, minute(step - late)),
  docked: (city, step, { bike, at, late }) => city.docked(bike, at.bay, minute(step - late), at.kioskId),
} satisfies Record<string, Act>;

/** Everything that can be asked for, whether it fits or not. */
const COMMANDS = {
  reserve: (city, _, { id }) => city.reserve(id),
  reserveAtHarbour: (city, _, { id }) => city.reserve(id, { kioskId: 'harbour' }),
  hold: (city, _, { id }) => city.hold(100 + id),
  endHold: (city, _, { id }) => city.endHold(100 + id),
  release: (city, _, { id }) => city.release(id, 1),
  giveUp: (city, _, { id }) => city.giveUp(id, 1, 'HardwareFault'),
  swap: (city, _, { id, bike }) => city.swap(id, { bikeId: bike, attempt: 1, reason: 'BikeMisplaced' }),
  start: (city, step, { id, bike }) => city.start(id, 1, bike, minute(step)),
  missing: (city, _, { id }) => city.missing(id),
  report: (city, step, { bike, at, isSure }) =>
    city.report(step + 100, {
      ...{ bikeId: bike, kioskId: at.kioskId, part: isSure ? 'brakes' : 'chain', at: minute(step) },
    }),
  endRide: (city, step, { id, at, isSure, late }) =>
    city.endRide(id, { changeId: `end-${step}`, endedAt: minute(step - late), ...(isSure && { place: at }) }),
  change: (city, step, { bike, event, to, at }) =>
    city.change({ changeId: `change-${step}`, bikeId: bike, event, to, place: at }),
  dropOff: (city, step, { bike, at }) => city.dropOff({ changeId: `drop-${step}`, bikeId: bike, ...at }),
  correct: (city, step, { bike, found, at }) =>
    city.correct({ changeId: `correct-${step}`, bikeId: bike, state: found, place: at }),
} satisfies Record<string, Act>;

const ACTS: Record<string, Act> = { ...FACTS, ...COMMANDS };

/** One thing that happens to the town; where it is told `again`, something that has happened before. */
export interface Step {
  what: keyof typeof FACTS | keyof typeof COMMANDS | 'again';
  about: Partial<About>;
}

const place = fc.record({ kioskId: fc.constantFrom(KIOSK, 'harbour'), bay: fc.integer({ min: 4, max: 9 }) });
const about: fc.Arbitrary<About> = fc.record({
  ...{ id: fc.constantFrom(...RENTALS), bike: fc.constantFrom(...BIKES), at: place, isSure: fc.boolean() },
  ...{ event: fc.constantFrom(...FleetEvent.options), to: fc.constantFrom(...BikeState.options) },
  found: fc.constantFrom('available', 'non_operational', 'missing'),
  late: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 6 })),
});
const named = (acts: object) => fc.constantFrom(...(Object.keys(acts) as Step['what'][]));

/** Facts as often as commands, and some of both more than once. */
export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    what: fc.oneof(
      { arbitrary: named(FACTS), weight: 5 },
      { arbitrary: named(COMMANDS), weight: 5 },
      { arbitrary: fc.constant('again' as const), weight: 1 },
    ),
    about,
  }),
  { minLength: 4, maxLength: 14 },
);

/** Ten past ten: what is told late has happened within the hour as well. */
const FIRST = 10;

/** What has happened after so many steps, each a minute after the one before; `afterEach` looks at what it has led to. */
export async function happen(city: Town, all: readonly Step[], afterEach: () => Promise<void>): Promise<void> {
  const done: (() => Promise<unknown>)[] = [];
  for (const [index, { what, about: some }] of all.entries()) {
    const step = FIRST + index;
    city.clock.set(minute(step));
    const whole = { ...ABOUT, ...some };
    const act = what === 'again' ? done[whole.id % done.length] : () => ACTS[what]?.(city, step, whole);
    if (!act) continue;
    done.push(async () => act());
    // What is asked for and does not fit is refused by name; an `Error` is a fault of ours.
    await act()?.catch((fault: Error) => {
      if (fault.name === 'Error') throw fault;
    });
    await afterEach();
  }
}
