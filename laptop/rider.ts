import type { BikePart, DamageSeverity } from '../functions/bikes/contract.ts';
import type { RentalView } from '../functions/orchestration/contract.ts';
import type { SandboxCard } from '../kiosk/hardware/simulated/machine.ts';
import type { PageState, RideView } from '../kiosk/web/contract.ts';
import { systemClock } from '../seams/clock.ts';
import type { OpenKiosk } from './open-kiosks.ts';

/** What a kiosk's page never takes as long as, unless something is broken. */
const PATIENCE_MS = 60_000;

/** Nobody takes a bike in the instant in which the door opens. */
const HAND_MS = 200;

/**
 * Resolves with the first state of the kiosk's page of which `read` gives something.
 *
 * @throws Error that says what was waited for, and what the page showed instead, after a minute.
 */
export function waitFor<Found>(
  kiosk: OpenKiosk,
  what: string,
  read: (state: PageState) => Found | undefined,
): Promise<Found> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = read(kiosk.state());
      if (found === undefined) return;
      timer.cancel();
      stop();
      resolve(found);
    };
    const stop = kiosk.onChange(look);
    const timer = systemClock.after(PATIENCE_MS, () => {
      stop();
      reject(new Error(`Waited in vain for ${what}. The page shows ${JSON.stringify(kiosk.state().screen)}.`));
    });
    look();
  });
}

/** A screen by its name, or the refusal that the kiosk shows instead. */
export type Shown<Name extends PageState['screen']['name']> = Extract<PageState['screen'], { name: Name | 'refused' }>;

export function screen<Name extends PageState['screen']['name']>(kiosk: OpenKiosk, name: Name): Promise<Shown<Name>> {
  const wanted = (state: PageState) => {
    const { screen: shown } = state;
    return shown.name === name || shown.name === 'refused' ? (shown as Shown<Name>) : undefined;
  };
  return waitFor(kiosk, `the screen '${name}'`, wanted);
}

/** A resident who answers the second prompt, takes each bike that the door offers, and reads the closing words. */
export function rentAndTake(kiosk: OpenKiosk, bikes: number): Promise<RentalView> {
  kiosk.rent(bikes);
  return takeEach(kiosk);
}

/** A visitor who does the same with a card: the number is chosen, and the tap asks for it. */
export function payAndTake(kiosk: OpenKiosk, bikes: number, card: SandboxCard = 'good'): Promise<RentalView> {
  kiosk.choose(bikes);
  kiosk.machine.tap(card);
  return takeEach(kiosk);
}

/** @throws Error with the kiosk's own words, where it refuses. */
async function takeEach(kiosk: OpenKiosk): Promise<RentalView> {
  const stop = kiosk.machine.onChange(() => {
    const { hatch, door } = kiosk.machine.read();
    if (door === 'open' && hatch !== null) systemClock.after(HAND_MS, kiosk.machine.take);
  });
  try {
    const end = await screen(kiosk, 'thanks');
    if (end.name === 'refused') throw new Error(`${end.title}: ${end.message}`);
    return end.view;
  } finally {
    stop();
  }
}

/** A rider who brings a bike; resolves with the bay it stands in. */
export async function dock(kiosk: OpenKiosk, bikeId: string): Promise<number> {
  kiosk.machine.dock(bikeId);
  return waitFor(kiosk, `bike ${bikeId} to be docked`, ({ returning }) =>
    returning?.bikeId === bikeId && returning.phase === 'docked' ? (returning.bay ?? 0) : undefined,
  );
}

/** A rider who stays until the screen says what the ride of the bike just docked came to, and has a receipt of it. */
export function readReceipt(kiosk: OpenKiosk, bikeId: string): Promise<RideView> {
  return waitFor(kiosk, `the price of the ride of ${bikeId}`, ({ returning, returned }) => {
    const shown = [returning, ...returned].find((view) => view?.bikeId === bikeId);
    return shown?.ride?.hasReceipt ? shown.ride : undefined;
  });
}

/** A rider who says, tap by tap, what is wrong with the bike that they have just docked, and sends its picture along. */
export function reportDamage(kiosk: OpenKiosk, bikeId: string, part: BikePart, severity: DamageSeverity): void {
  kiosk.reportDamage(bikeId);
  kiosk.reportDamage(bikeId, { part });
  kiosk.reportDamage(bikeId, { severity });
  kiosk.reportDamage(bikeId, { withPhoto: true });
}
