import type { BikeStep, OpenedSession, RentalView } from '../../functions/orchestration/contract.ts';
import type { PaymentStatus } from '../../functions/payments/contract.ts';
import type { Screen } from '../web/contract.ts';
import { noteWords, nothingHandedOver, nothingToOffer, type Refusal, refusal } from './refusals.ts';

/** Where the rider in front of the screen stands. `sessionId` is the kiosk's own affair; the page never sees it. */
export type Step = Exclude<Screen, { name: 'howMany' | 'refused' }> | HowMany | ({ name: 'refused' } & Refusal);
type HowMany = Extract<Screen, { name: 'howMany' }> & { sessionId: string };

export type RiderEvent =
  | { type: 'scanned' }
  | { type: 'admitted'; session: OpenedSession }
  | { type: 'refused'; refusal: Refusal }
  /** A visitor has named a number, which the tap of a card will ask for. */
  | { type: 'chosen'; bikes: number }
  | { type: 'asked'; rentalId: string; bikes: number }
  /** The power came back; this was asked for before. */
  | { type: 'resumed'; rentalId: string; bikes: number }
  | { type: 'viewed'; view: RentalView }
  /** A bike is to wait at another kiosk. */
  | { type: 'holdAsked'; kioskName: string }
  | { type: 'held'; walkMinutes: number; until: string }
  | { type: 'cancelled' }
  | { type: 'timedOut' };

export const IDLE: Step = { name: 'idle' };

const NOT_HELD = refusal(
  'No answer',
  'We do not know whether a bike waits for you. If one does, it is yours when you scan there; nothing was charged.',
);

const TOO_SLOW = refusal(
  'No answer',
  'We could not check your licence in time. Nothing was charged. Please try again.',
);

/** A rental that is over for the rider who stands here. */
const HANDED_OVER = new Set<RentalView['status']>(['handedOver', 'partlyHandedOver', 'returned']);

/** The steps of a bike that its rider has, or had. */
const GONE = new Set<BikeStep>(['taken', 'onTrip', 'overdue', 'missing', 'returned']);

const HELD = new Set<PaymentStatus>(['authorized', 'voiding', 'voided']);

/**
 * The two prompts as a state machine: idle → checking → how many? → renting → thank you, or refused. An event that
 * has no meaning where the rider stands changes nothing.
 */
export function next(step: Step, event: RiderEvent): Step {
  switch (event.type) {
    case 'scanned':
      return isBusy(step) ? step : { name: 'checking' };
    case 'admitted':
      return step.name === 'checking' ? admitted(event.session) : step;
    case 'refused':
      return { name: 'refused', ...event.refusal };
    case 'chosen':
      return offers(step, event.bikes) ? { ...step, chosen: event.bikes } : step;
    case 'asked':
      return offers(step, event.bikes) ? { name: 'renting', rentalId: event.rentalId, bikes: event.bikes } : step;
    case 'resumed':
      return step.name === 'idle' ? { name: 'renting', rentalId: event.rentalId, bikes: event.bikes } : step;
    case 'viewed':
      return viewed(step, event.view);
    case 'holdAsked':
      return mayHold(step) ? { name: 'holding', kioskName: event.kioskName } : step;
    case 'held':
      return step.name === 'holding'
        ? { name: 'held', kioskName: step.kioskName, walkMinutes: event.walkMinutes, until: event.until }
        : step;
    case 'cancelled':
      // A rental that was asked for goes on: its bikes are on their way, and an open door closes by itself.
      return step.name === 'renting' ? step : IDLE;
    case 'timedOut':
      if (step.name === 'holding') return { name: 'refused', ...NOT_HELD };
      return step.name === 'checking' ? { name: 'refused', ...TOO_SLOW } : IDLE;
  }
}

/** Something is under way for the rider who stands here. */
export function isBusy(step: Step): boolean {
  return step.name === 'checking' || step.name === 'renting' || step.name === 'holding';
}

/** Whether the rider may have a bike wait at another kiosk. */
export function mayHold(step: Step): boolean {
  return step.name === 'refused' && step.mayHold === true;
}

function offers(step: Step, bikes: number): step is HowMany {
  return step.name === 'howMany' && bikes >= 1 && bikes <= step.offer.bikesMax;
}

function admitted({ sessionId, rider, offer }: OpenedSession): Step {
  const { note, ...who } = rider;
  if (offer.bikesMax > 0)
    return { name: 'howMany', sessionId, ...who, ...(note && { note: noteWords(note) }), offer, chosen: 1 };
  return { name: 'refused', ...nothingToOffer(offer.bikesOut, rider.partyLimit) };
}

function viewed(before: Step, view: RentalView): Step {
  const uncertain = before.name === 'refused' ? before.uncertain : undefined;
  const step: Step = uncertain ? { name: 'renting', ...uncertain } : before;
  if (step.name !== 'renting' || step.rentalId !== view.rentalId) return before;
  if (step.view && step.view.revision >= view.revision) return before;
  const bikes = taken(view);
  // A workflow may fail after a bike was taken. Whoever has a bike is thanked, and not told that there is none.
  if (HANDED_OVER.has(view.status) || (view.status === 'failed' && bikes > 0)) return { name: 'thanks', bikes, view };
  if (view.status === 'refused' || view.status === 'failed')
    return { name: 'refused', ...nothingHandedOver(view.reason, wasHeld(view)) };
  return { ...step, view };
}

/** Whether there was ever money held for it that the rider's bank may still show. */
function wasHeld({ payment }: RentalView): boolean {
  return payment !== undefined && HELD.has(payment.status) && payment.authorized > 0;
}

function taken(view: RentalView): number {
  return view.bikes.filter(({ step }) => GONE.has(step)).length;
}
