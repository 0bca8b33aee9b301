import type { RentalView } from '../../functions/orchestration/contract.ts';

type Bike = RentalView['bikes'][number];
type Step = Bike['step'];

/** A place in a rental: the bike that is meant for the rider there, and how far it is now. */
export interface SlotView {
  bike: Bike;
  now: Step;
  /** The bike that did not come, and whose place this one has taken. */
  insteadOf?: string;
}

/** The steps after which nothing more happens with a bike at this kiosk. */
const DONE = new Set<Step>(['taken', 'onTrip', 'overdue', 'missing', 'returned', 'notTaken', 'failed', 'released']);
export const isDone = ({ now }: SlotView) => DONE.has(now);

/** Of two bikes that were meant for one place the later one counts; in order of the places. */
export function slotsOf(bikes: Bike[]): SlotView[] {
  const places = Map.groupBy(bikes, ({ slot }) => slot);
  return [...places.values()].flatMap((meant) => {
    const [bike, before] = [meant.at(-1), meant.at(-2)];
    return bike ? [{ bike, now: stepOf(bike), ...(before && { insteadOf: before.bikeId }) }] : [];
  });
}

/** After a jam the same bike is tried again: what happened last is where it stands, and not that it once failed. */
function stepOf({ step, steps }: Bike): Step {
  return step === 'failed' ? (latest(steps)?.step ?? step) : step;
}

/** The machine has just failed with a bike, and nothing has happened since. */
export function hasJustFailed(bikes: Bike[]): boolean {
  return latest(bikes.flatMap(({ steps }) => steps))?.step === 'failed';
}

function latest(steps: Bike['steps']): Bike['steps'][number] | undefined {
  return steps.toSorted((one, other) => one.at.localeCompare(other.at)).at(-1);
}
