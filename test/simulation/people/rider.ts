import type { Person } from '../../../cities/city.ts';
import type { DamageSeverity } from '../../../functions/bikes/contract.ts';
import { SANDBOX_CARDS } from '../../../functions/payments/contract.ts';
import type { PageState } from '../../../kiosk/web/contract.ts';
import { cardOf } from '../../../laptop/sample-cards.ts';
import type { Place } from './place.ts';
import type { StreetLife } from './street-life.ts';

/** How long people look at a screen on which nothing happens, in milliseconds. */
const PATIENCE_MS = { line: 180_000, answer: 90_000, bike: 420_000, dock: 150_000 };
const MINUTE_MS = 60_000;

/** What somebody does for whom all is well with most cards. */
const CARDS = [...Array<'good'>(6).fill('good'), ...(Object.keys(SANDBOX_CARDS) as (keyof typeof SANDBOX_CARDS)[])];

const isNamed = <Name extends PageState['screen']['name']>(state: PageState | undefined, ...names: Name[]) =>
  (names as string[]).includes(state?.screen.name ?? '') &&
  (state?.screen as Extract<PageState['screen'], { name: Name }>);

const PARTS = ['brakes', 'tyres', 'chain', 'lights', 'saddle'] as const;

/** Bikes that somebody has with them, and the rental that they are of. */
interface Taken {
  rentalId: string;
  bikes: string[];
}

/** One who rents, rides, and brings back; now and then they forget what they were about. */
export function riders(life: StreetLife) {
  const { ledger, wait, note, profile, strike } = life;
  const chance = life.dice('riders');
  const partyOf = ({ household, number }: Person) => household ?? number;
  const isForgetful = (): boolean => {
    const forgets = chance.happens(profile().people.forgetful);
    if (forgets) strike('people.forgetful');
    return forgets;
  };

  /** Has a bike wait at the next kiosk that has one, where this one has none. */
  async function hold(person: Person, place: Place): Promise<Place | undefined> {
    const next = place
      .kiosk()
      ?.state()
      .nearby.find(({ bikes = 0, isStale }) => bikes > 0 && !isStale);
    const to = next && life.places.get(next.kioskId);
    if (!next || !to || isForgetful()) return undefined;
    try {
      place.kiosk()?.hold(next.kioskId);
    } catch {
      // The screen has moved on meanwhile.
      return undefined;
    }
    const held = await place.see((state) => isNamed(state, 'held', 'refused'), PATIENCE_MS.answer);
    note(`${person.firstName} has a bike wait at ${next.kioskId}: ${held?.name ?? 'nothing happens'}`);
    return held?.name === 'held' ? to : undefined;
  }

  /** Scans, and answers the second prompt. Gives the rental's id, or the place where a bike waits. */
  async function ask(person: Person, place: Place, wish: number): Promise<string | Place | undefined> {
    note(`${person.firstName} scans at ${place.kioskId}`);
    place.machine.scan(cardOf(person));
    const shown = await place.see((state) => isNamed(state, 'howMany', 'refused'), PATIENCE_MS.answer);
    if (shown?.name !== 'howMany') {
      note(`${person.firstName} gets no bike at ${place.kioskId}: ${shown ? shown.title : 'nothing happens'}`);
      return shown?.mayHold ? hold(person, place) : undefined;
    }
    if (isForgetful()) return undefined;
    await wait(chance.between(1_000, 15_000));
    const kiosk = place.kiosk();
    const bikes = Math.min(wish, shown.partyLimit);
    try {
      if (shown.kind === 'resident') kiosk?.rent(bikes);
      else {
        kiosk?.choose(bikes);
        await wait(chance.between(500, 8_000));
        const card = chance.pick(CARDS) ?? 'good';
        if (card !== 'good') strike(`cards.${card}`);
        place.machine.tap(card);
      }
    } catch (refusal) {
      note(`${person.firstName} is too late at ${place.kioskId}: ${(refusal as Error).message}`);
      return undefined;
    }
    const renting = await place.see((state) => isNamed(state, 'renting', 'refused'), PATIENCE_MS.answer);
    if (renting?.name !== 'renting') return undefined;
    note(`${person.firstName} has asked ${place.kioskId} for ${bikes}: rental ${renting.rentalId}`);
    return renting.rentalId;
  }

  /** Takes each bike that is offered, until the screen says that there is no more. */
  async function takeAll(person: Person, place: Place, rentalId: string): Promise<string[]> {
    const bikes: string[] = [];
    const until = life.city.clock.now() + PATIENCE_MS.bike;
    for (;;) {
      const seen = await place.see((state) => {
        const { door, hatch } = place.machine.read();
        if (door === 'open' && hatch && !place.puttingIn.has(hatch)) return 'bike' as const;
        const screen = state?.screen;
        return screen && (screen.name !== 'renting' || screen.rentalId !== rentalId) && ('end' as const);
      }, until - life.city.clock.now());
      if (seen !== 'bike' || isForgetful()) {
        if (seen === 'bike') note(`${person.firstName} walks away from the open door at ${place.kioskId}`);
        place.machine.leave();
        return bikes;
      }
      await wait(chance.between(500, 12_000));
      const { hatch } = place.machine.read();
      if (!hatch || place.puttingIn.has(hatch)) continue;
      ledger.takes(hatch, { who: person.firstName, party: partyOf(person), rentalId });
      const bikeId = place.machine.take();
      if (bikeId) bikes.push(bikeId);
      else await wait(1_000);
    }
  }

  /** Rents at one place; gives what they have with them then. */
  async function rent(person: Person, place: Place, wish: number): Promise<Taken | undefined> {
    let taken: Taken | undefined;
    let elsewhere: Place | undefined;
    await place.inTurn(PATIENCE_MS.line, async () => {
      const asked = await ask(person, place, wish);
      if (typeof asked === 'string') taken = { rentalId: asked, bikes: await takeAll(person, place, asked) };
      else elsewhere = asked;
    });
    if (!elsewhere) return taken;
    await wait(chance.between(2, 6) * MINUTE_MS);
    return rent(person, elsewhere, 1);
  }

  /** Puts a bike into the hatch of a place; false where it is not taken there. */
  async function dock(bikeId: string, place: Place): Promise<boolean> {
    note(`${bikeId} is brought to ${place.kioskId}`);
    place.puttingIn.add(bikeId);
    try {
      place.machine.dock(bikeId);
      const phase = await place.see((state) => {
        const { returning } = state ?? {};
        const isOver =
          returning?.bikeId === bikeId && !['waiting', 'opening', 'open', 'stowing'].includes(returning.phase);
        return isOver && returning.phase;
      }, PATIENCE_MS.dock);
      if (phase !== 'docked') {
        note(`${bikeId} is not taken at ${place.kioskId}: ${phase ?? 'nothing happens'}`);
        place.machine.leave();
      }
      return !place.machine.riding().includes(bikeId);
    } finally {
      place.puttingIn.delete(bikeId);
    }
  }

  /** Brings a bike back, to one place after the other until it is taken. */
  async function bringBack(bikeId: string): Promise<void> {
    for (;;) {
      const place = chance.pick([...life.places.values()]);
      if (!place) return;
      if (await dock(bikeId, place)) {
        if (chance.happens(profile().people.complaints)) complain(bikeId, place);
        return;
      }
      await wait(chance.between(2, 5) * MINUTE_MS);
    }
  }

  /** Says what is wrong, tap by tap; whoever walks away in between has said that much. */
  function complain(bikeId: string, place: Place): void {
    const part = chance.pick(PARTS);
    const severity = chance.pick(['rideable', 'hardToRide', 'dangerous'] satisfies DamageSeverity[]);
    const taps = [{ part }, { severity }, { withPhoto: chance.happens(0.5) }];
    try {
      for (const tap of taps) if (!isForgetful()) place.kiosk()?.reportDamage(bikeId, tap);
      strike('people.complaints', `${place.kioskId}: the ${part} of ${bikeId} are ${severity}`);
    } catch {
      // The screen has moved on, or there is no picture: what was tapped before counts.
    }
  }

  return {
    /** Comes to a place, rents, rides for some minutes, and brings everything back. */
    async live(person: Person, place: Place, wish: number, rideMinutes: number): Promise<void> {
      const taken = await rent(person, place, wish);
      for (const bikeId of taken?.bikes ?? []) {
        await wait(rideMinutes * MINUTE_MS * chance.between(0.5, 1.5));
        if (place.machine.riding().includes(bikeId)) await bringBack(bikeId);
      }
    },
    dock,
  };
}
