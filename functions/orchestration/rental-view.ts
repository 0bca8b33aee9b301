import { type BikeView, bikeViews, isRideOver, wasTaken } from './bike-view.ts';
import type { RentalView } from './contract.ts';
import type { BikeSeen, ExecutionSeen, Observation, PaymentSeen } from './observation.ts';
import { paymentView } from './payment-view.ts';
import type { Rental } from './rental-store.ts';

/** What was seen, parted by whom it is of. */
function parted(seen: Record<string, Observation>) {
  const all = Object.values(seen);
  return {
    bikes: all.filter((one): one is BikeSeen => one.of === 'bike'),
    payments: all.filter((one): one is PaymentSeen => one.of === 'payment'),
    executions: all.filter((one): one is ExecutionSeen => one.of === 'execution'),
  };
}

const hasEnded = ({ status }: ExecutionSeen) => ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'].includes(status);

/** The latest word on the execution: a redrive begins it anew, and within each attempt its end comes last. */
function latestOf(seen: ExecutionSeen[]): ExecutionSeen | undefined {
  const order = (one: ExecutionSeen) => one.redrives * 2 + (hasEnded(one) ? 1 : 0);
  return seen.toSorted((a, b) => order(a) - order(b) || a.status.localeCompare(b.status)).at(-1);
}

/**
 * The slots of which a bike was taken. A bike that was swapped away is not missed where another one of its slot was
 * taken.
 */
const slotsTaken = (bikes: BikeView[]) => new Set(bikes.filter(wasTaken).map(({ slot }) => slot));

/** Everything that was handed over is back or looked for, also what only the workflow has told of yet. */
function isReturned({ outcome }: ExecutionSeen, bikes: BikeView[]): boolean {
  const slots = slotsTaken(bikes);
  const handedOver = outcome?.bikes.filter((bike) => bike.outcome === 'handedOver') ?? [];
  return slots.size > 0 && bikes.filter(wasTaken).every(isRideOver) && handedOver.every(({ slot }) => slots.has(slot));
}

/** How the hand-over ended, judged by the bikes that are gone: the workflow may have given up one too early. */
function endedStatus(execution: ExecutionSeen, bikes: BikeView[], asked: number): RentalView['status'] {
  if (isReturned(execution, bikes)) return 'returned';
  const told = execution.status === 'SUCCEEDED' ? (execution.outcome?.outcome ?? 'refused') : 'failed';
  const taken = slotsTaken(bikes).size;
  if (told === 'failed' || told === 'handedOver' || taken === 0) return told;
  return taken < asked ? 'partlyHandedOver' : 'handedOver';
}

/**
 * Why not every bike was handed over: the error's name, as the workflow caught it. Whoever has all their bikes is not
 * told what the workflow had given up on.
 */
function reasonOf({ reason, outcome }: ExecutionSeen, view: Pick<RentalView, 'status' | 'bikes' | 'bikesAsked'>) {
  const slots = slotsTaken(view.bikes);
  if (view.status === 'handedOver' || (view.status === 'returned' && slots.size >= view.bikesAsked)) return undefined;
  return reason ?? outcome?.reason ?? outcome?.bikes.find((bike) => bike.reason && !slots.has(bike.slot))?.reason;
}

/** Collates everything that was seen of a rental. The same set gives the same view, in whatever order it came. */
export function rentalView(
  rental: Pick<Rental, 'rentalId' | 'kioskId' | 'bikes' | 'requestedAt' | 'seen'>,
): RentalView {
  const { rentalId, kioskId, bikes: bikesAsked, requestedAt } = rental;
  const seen = parted(rental.seen);
  const known = Object.keys(rental.seen).length;
  const bikes = bikeViews(seen.bikes);
  const payment = paymentView(seen.payments);
  const execution = latestOf(seen.executions);
  const soFar = known > 0 ? 'preparing' : 'requested';
  const status = execution && hasEnded(execution) ? endedStatus(execution, bikes, bikesAsked) : soFar;
  const reason = execution && reasonOf(execution, { status, bikes, bikesAsked });
  return {
    rentalId,
    kioskId,
    status,
    bikesAsked,
    requestedAt,
    bikes,
    ...(reason && { reason }),
    ...(payment && { payment }),
    revision: known + 1,
  };
}

/** The kiosks whose riders look at a rental: the one where it was made, and those where a bike of it came back. */
export function kiosksOf(rental: Pick<Rental, 'kioskId' | 'seen'>): string[] {
  const returns = parted(rental.seen).bikes.filter(({ step }) => step === 'returned');
  const kiosks = returns.map(({ kioskId }) => kioskId).filter((kioskId) => kioskId !== undefined);
  return [...new Set([rental.kioskId, ...kiosks])];
}

/**
 * Nothing more is handed over, so that the rider need not be vouched for again. That holds for an execution that
 * failed too: when an operator redrives it the rider has left, and what is left to do needs no credential.
 */
export function isSettled(rental: Pick<Rental, 'seen'>): boolean {
  const execution = latestOf(parted(rental.seen).executions);
  return execution !== undefined && hasEnded(execution);
}
