import type { BikeStep, RentalView } from './contract.ts';
import type { Observation } from './observation.ts';
import type { Rental } from './rental-store.ts';

type BikeSeen = Extract<Observation, { of: 'bike' }>;
type ExecutionSeen = Extract<Observation, { of: 'execution' }>;

/**
 * How far each step is along a bike's way. A bike stands at the furthest step that was seen of it, so that
 * neither the order in which events come nor the clocks of kiosk and cloud matter. What ends a hand-over comes
 * after what leads to it; and a bike that was taken is gone, even if it had been given up before.
 */
const WAY: BikeStep[] = [
  'reserved',
  'moving',
  'atHatch',
  'doorOpen',
  'notTaken',
  'failed',
  'released',
  'taken',
  'onTrip',
  'returned',
];
const rank = (step: BikeStep) => WAY.indexOf(step);
const wasTaken = (bike: { step: BikeStep }) => rank(bike.step) >= rank('taken');

const byWay = (a: BikeSeen, b: BikeSeen) => rank(a.step) - rank(b.step) || a.at.localeCompare(b.at);

/** The story of one bike: each step once, at the earliest time that it was told of. */
function bikeView(seen: BikeSeen[]): RentalView['bikes'][number] | undefined {
  const ordered = seen.toSorted(byWay);
  const first = ordered[0];
  if (!first) return undefined;
  const steps = ordered
    .filter(({ step }, index) => ordered[index - 1]?.step !== step)
    .map(({ step, at }) => ({ step, at }));
  // The bay is the one it was reserved in, and not the one it came back to.
  return { slot: first.slot, bikeId: first.bikeId, bay: first.bay, step: steps.at(-1)?.step ?? first.step, steps };
}

function bikeViews(seen: Observation[]): RentalView['bikes'] {
  const ofBikes = seen.filter((one) => one.of === 'bike');
  const groups = Map.groupBy(ofBikes, ({ slot, bikeId }) => `${slot}/${bikeId}`);
  const views = [...groups.values()].map(bikeView).filter((view) => view !== undefined);
  const start = (view: RentalView['bikes'][number]) => view.steps[0]?.at ?? '';
  return views.sort((a, b) => a.slot - b.slot || start(a).localeCompare(start(b)) || a.bikeId.localeCompare(b.bikeId));
}

const hasEnded = ({ status }: ExecutionSeen) => ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'].includes(status);

/** The latest word on the execution: a redrive begins it anew, and within each attempt its end comes last. */
function latestOf(seen: Observation[]): ExecutionSeen | undefined {
  const order = (one: ExecutionSeen) => one.redrives * 2 + (hasEnded(one) ? 1 : 0);
  return seen
    .filter((one) => one.of === 'execution')
    .sort((a, b) => order(a) - order(b) || a.status.localeCompare(b.status))
    .at(-1);
}

/** How the hand-over ended, judged by the bikes that are gone: the workflow may have given up one too early. */
function handOverStatus(bikes: RentalView['bikes'], asked: number, told: RentalView['status']): RentalView['status'] {
  const taken = bikes.filter(wasTaken);
  if (taken.length > 0 && taken.every(({ step }) => step === 'returned')) return 'returned';
  if (told === 'failed' || told === 'handedOver' || taken.length === 0) return told;
  return taken.length < asked ? 'partlyHandedOver' : 'handedOver';
}

function statusOf(seen: Observation[], bikes: RentalView['bikes'], asked: number): RentalView['status'] {
  const execution = latestOf(seen);
  if (!execution || !hasEnded(execution)) return seen.length > 0 ? 'preparing' : 'requested';
  const told = execution.status === 'SUCCEEDED' ? (execution.outcome?.outcome ?? 'refused') : 'failed';
  return handOverStatus(bikes, asked, told);
}

/** Why not every bike was handed over: the error's name, as the workflow caught it. */
function reasonOf({ reason, outcome }: ExecutionSeen): string | undefined {
  return reason ?? outcome?.reason ?? outcome?.bikes.find((bike) => bike.reason)?.reason;
}

/** Collates everything that was seen of a rental. The same set gives the same view, in whatever order it came. */
export function rentalView(
  rental: Pick<Rental, 'rentalId' | 'kioskId' | 'bikes' | 'requestedAt' | 'seen'>,
): RentalView {
  const seen = Object.values(rental.seen);
  const bikes = bikeViews(seen);
  const execution = latestOf(seen);
  const status = statusOf(seen, bikes, rental.bikes);
  // Whoever has all their bikes is not told what the workflow had given up on.
  const reason = execution && status !== 'handedOver' ? reasonOf(execution) : undefined;
  return {
    rentalId: rental.rentalId,
    kioskId: rental.kioskId,
    status,
    bikesAsked: rental.bikes,
    requestedAt: rental.requestedAt,
    bikes,
    ...(reason && { reason }),
    revision: seen.length + 1,
  };
}

/**
 * Nothing more is handed over, so that the rider need not be vouched for again. That holds for an execution that
 * failed too: when an operator redrives it the rider has left, and what is left to do needs no credential.
 */
export function isSettled(rental: Pick<Rental, 'seen'>): boolean {
  const execution = latestOf(Object.values(rental.seen));
  return execution !== undefined && hasEnded(execution);
}
