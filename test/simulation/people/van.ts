import { uuid } from '../../../seams/random.ts';
import { hasRoom, type Place } from './place.ts';
import { riders } from './rider.ts';
import type { StreetLife } from './street-life.ts';

const MINUTE_MS = 60_000;
const ASKS_AGAIN_MS = 5_000;
const BY = 'mechanic/vera';

/** Words of the city that mean no, and will mean no when they are asked for again. */
const NO = /^(TransitionRefused|TransitionNeedless|BikeUnknown|BikeNotCarried|BayTaken|BayUnknown|KioskFull)$/;

const bikesIn = ({ machine }: Place) => [...machine.read().bays].filter(([, bikeId]) => bikeId !== null);

/**
 * The van takes bikes from where most stand to where fewest do, and scans each, again and again until the city has heard it.
 * Resolves when the day is over and the van is empty.
 */
export async function van(life: StreetLife, untilMs: number): Promise<void> {
  const { city, places, wait, note, profile, strike } = life;
  const { dock } = riders(life);
  const chance = life.dice('van');

  /** Has the city write it down; false where it says no. */
  async function scan(name: string, command: object): Promise<boolean> {
    const change = { changeId: `${name}/${uuid(chance.random)}`, by: BY, ...command };
    for (;;) {
      try {
        await city.host.invoke(`Freewheel-${city.city.id}-dev-Services-Bikes${name}`, change);
        return true;
      } catch (fault) {
        note(`the van is not heard: ${(fault as Error).message}`);
        if (NO.test((fault as Error).name)) return false;
        await wait(ASKS_AGAIN_MS);
      }
    }
  }

  const byBikes = () => [...places.values()].sort((one, other) => bikesIn(one).length - bikesIn(other).length);

  async function pickUp(): Promise<string | undefined> {
    const from = byBikes().at(-1);
    const [bay, bikeId] = chance.pick(from ? bikesIn(from) : []) ?? [];
    if (!from || bay === undefined || !bikeId) return undefined;
    strike('people.vans', `the van picks up ${bikeId} at ${from.kioskId}`);
    const change = { bikeId, event: 'rebalance_pick_up', to: 'removed', reason: 'rebalance' };
    if (!(await scan('ChangeBike', change))) return undefined;
    while (from.machine.read().bays.get(bay) === bikeId) {
      if (from.machine.carryOff(bay)) return bikeId;
      await wait(ASKS_AGAIN_MS);
    }
    return undefined;
  }

  async function dropOff(bikeId: string): Promise<void> {
    for (;;) {
      const to = byBikes().find(hasRoom);
      if (to && (await dock(bikeId, to))) break;
      await wait(2 * MINUTE_MS);
    }
    for (const { kioskId, machine } of places.values()) {
      const bay = [...machine.read().bays].find(([, standing]) => standing === bikeId)?.[0];
      if (bay !== undefined) await scan('DropOffBike', { bikeId, kioskId, bay });
    }
  }

  for (;;) {
    await wait(Math.min(chance.untilNext(profile().people.vans), untilMs - city.clock.now() + 1));
    if (city.clock.now() >= untilMs) return;
    const bikeId = await pickUp();
    if (!bikeId) continue;
    await wait(chance.between(3, 8) * MINUTE_MS);
    await dropOff(bikeId);
  }
}
