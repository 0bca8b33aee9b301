import type { BikeStep, RentalView } from './contract.ts';
import type { BikeSeen } from './observation.ts';

export type BikeView = RentalView['bikes'][number];

/**
 * How far each step is along a bike's way. A bike stands at the furthest step that was seen of it, so that
 * neither the order in which events come nor the clocks of kiosk and cloud matter. What ends a hand-over comes
 * after what leads to it; a bike that was taken is gone, even if it had been given up before; and a photo that came
 * late, or a bike that was found again, is there.
 */
const WAY: BikeStep[] = [
  'reserved',
  'moving',
  'atHatch',
  'checkedOut',
  'notPhotographed',
  'photographed',
  'doorOpen',
  'notTaken',
  'failed',
  'released',
  'taken',
  'onTrip',
  'overdue',
  'missing',
  'returned',
];
const rank = (step: BikeStep) => WAY.indexOf(step);

/** The rider has the bike, or had it. */
export const wasTaken = ({ step }: { step: BikeStep }) => rank(step) >= rank('taken');
/** Nobody waits for the bike any more: it is back, or it is looked for. */
export const isRideOver = ({ step }: { step: BikeStep }) => rank(step) >= rank('missing');

const byWay = (a: BikeSeen, b: BikeSeen) => rank(a.step) - rank(b.step) || a.at.localeCompare(b.at);

/**
 * After a jam the machine tries again: what it said of the attempts before is past, and only that the bike was taken
 * counts whenever it was. Bikes' own events are of no attempt.
 */
function ofLastAttempt(seen: BikeSeen[]): BikeSeen[] {
  const last = Math.max(...seen.map(({ attempt = 1 }) => attempt));
  return seen.filter((one) => one.attempt === undefined || one.attempt === last || wasTaken(one));
}

/** The story of one bike: each step once, at the earliest time that it was told of. */
function bikeView(seen: BikeSeen[]): BikeView | undefined {
  const ordered = ofLastAttempt(seen).toSorted(byWay);
  const first = ordered[0];
  if (!first) return undefined;
  const steps = ordered
    .filter(({ step }, index) => ordered[index - 1]?.step !== step)
    .map(({ step, at }) => ({ step, at }));
  // The bay is the one it was reserved in, and not the one it came back to.
  return { slot: first.slot, bikeId: first.bikeId, bay: first.bay, step: steps.at(-1)?.step ?? first.step, steps };
}

/** The story of each bike. Where one was swapped for another, the slot has the two, the later one last. */
export function bikeViews(seen: BikeSeen[]): BikeView[] {
  const groups = Map.groupBy(seen, ({ slot, bikeId }) => `${slot}/${bikeId}`);
  const views = [...groups.values()].map(bikeView).filter((view) => view !== undefined);
  const start = (view: BikeView) => view.steps[0]?.at ?? '';
  return views.sort((a, b) => a.slot - b.slot || start(a).localeCompare(start(b)) || a.bikeId.localeCompare(b.bikeId));
}
