import type { OpenedSession, RentalView } from '../../functions/orchestration/contract.ts';
import type { Screen } from '../web/contract.ts';

/** Where the rider in front of the screen stands. `session` is the kiosk's own affair; the page never sees it. */
export type Step = Exclude<Screen, { name: 'howMany' | 'refused' }> | HowMany | Refused;
type HowMany = Extract<Screen, { name: 'howMany' }> & { sessionId: string; expiresAt: string };
/** `uncertain` is the rental whose request got no answer: should it have begun all the same, the rider sees it. */
type Refused = Extract<Screen, { name: 'refused' }> & { uncertain?: { rentalId: string; bikes: number } };

export type RiderEvent =
  | { type: 'scanned' }
  | { type: 'admitted'; session: OpenedSession }
  | ({ type: 'refused' } & Refusal)
  | { type: 'chosen'; rentalId: string; bikes: number }
  | { type: 'viewed'; view: RentalView }
  | { type: 'cancelled' }
  | { type: 'timedOut' };

export interface Refusal {
  title: string;
  message: string;
  showNearby?: boolean;
  uncertain?: { rentalId: string; bikes: number };
}

export const IDLE: Step = { name: 'idle' };

/** What a rental's status means for the rider who stands here. */
const OVER = new Set<RentalView['status']>(['handedOver', 'partlyHandedOver', 'returned']);

/**
 * The two prompts as a state machine: idle → checking → how many? → renting → thank you, or refused. An event that
 * has no meaning where the rider stands changes nothing.
 */
export function next(step: Step, event: RiderEvent): Step {
  switch (event.type) {
    case 'scanned':
      return step.name === 'checking' || step.name === 'renting' ? step : { name: 'checking' };
    case 'admitted':
      return step.name === 'checking' ? admitted(event.session) : step;
    case 'refused': {
      const { type: _, ...refused } = event;
      return { name: 'refused', showNearby: false, ...refused };
    }
    case 'chosen':
      return step.name === 'howMany' && event.bikes >= 1 && event.bikes <= step.offer.bikesMax
        ? { name: 'renting', rentalId: event.rentalId, bikes: event.bikes }
        : step;
    case 'viewed':
      return viewed(step, event.view);
    case 'cancelled':
      // A rental that was asked for goes on: its bikes are on their way, and an open door closes by itself.
      return step.name === 'renting' ? step : IDLE;
    case 'timedOut':
      return step.name === 'checking'
        ? refusal('No answer', 'We could not check your licence in time. Nothing was charged. Please try again.')
        : IDLE;
  }
}

function admitted({ sessionId, expiresAt, rider, offer }: OpenedSession): Step {
  if (offer.bikesMax > 0) return { name: 'howMany', sessionId, expiresAt, ...rider, offer };
  if (offer.bikesOut >= rider.partyLimit)
    return refusal('All your bikes are out', `You have ${count(offer.bikesOut)} out already. Bring one back first.`);
  return { ...refusal('No bikes free here', 'The last ones were just reserved.'), showNearby: true };
}

function viewed(before: Step, view: RentalView): Step {
  const uncertain = before.name === 'refused' ? before.uncertain : undefined;
  const step: Step = uncertain ? { name: 'renting', ...uncertain } : before;
  if (step.name !== 'renting' || step.rentalId !== view.rentalId) return before;
  if (step.view && step.view.revision >= view.revision) return before;
  if (OVER.has(view.status)) return { name: 'thanks', bikes: taken(view), view };
  if (view.status === 'refused') return refusedRental(view.reason);
  if (view.status === 'failed')
    return refusal('That did not work', 'The kiosk could not hand over a bike. You will not be charged.');
  return { ...step, view };
}

function taken(view: RentalView): number {
  return view.bikes.filter(({ step }) => step === 'taken' || step === 'onTrip' || step === 'returned').length;
}

function refusedRental(reason: string | undefined): Step {
  if (reason === 'BikeUnavailable')
    return { ...refusal('No bikes free here', 'Somebody was faster. Nothing was charged.'), showNearby: true };
  if (reason === 'PartyLimitReached') return refusal('Limit reached', 'You may not have that many bikes out at once.');
  return refusal('No bike this time', 'Your request was refused. Nothing was charged.');
}

function refusal(title: string, message: string): Refused {
  return { name: 'refused', title, message, showNearby: false };
}

function count(bikes: number): string {
  return bikes === 1 ? '1 bike' : `${bikes} bikes`;
}
