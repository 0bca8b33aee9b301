import type { RiderNote } from '../../functions/identity/contract.ts';
import { CloudRefused, CloudUnreachable } from '../cloud/request.ts';
import type { Service } from '../service.ts';

/** What a rider is told in place of what they came for. */
export interface Refusal {
  title: string;
  message: string;
  /** Other kiosks are listed below. */
  showNearby: boolean;
  /** The rider has scanned, and may have a bike wait at one of them. */
  mayHold?: boolean;
  /** The rental whose request got no answer: should it have begun all the same, the rider sees it. */
  uncertain?: { rentalId: string; bikes: number };
}

/** A session is spent on one rental, and a card on one try: whoever wants another try scans again. */
const NO_CARD_READ =
  'Nothing was charged. Please scan your licence again, and hold your card to the reader for longer.';

/**
 * By the last part of the problem's type (`urn:freewheel:problem:…`). Where no message stands here, the cloud's own
 * `detail` is shown: it speaks to the rider, and knows the numbers.
 */
const PROBLEMS: Record<string, { title: string; message?: string; showNearby?: boolean }> = {
  'payment-method-missing': { title: 'No card was read', message: NO_CARD_READ },
  'party-limit-reached': { title: 'That is too many bikes' },
  'bike-unavailable': { title: 'Not enough bikes here', showNearby: true },
  'reservation-standing': { title: 'A bike waits for you already' },
  'no-show-limit-reached': { title: 'Not today', showNearby: true },
  'kiosk-not-renting': { title: 'No bikes from this kiosk', showNearby: true },
  'document-expired': { title: 'Licence expired' },
  'credential-unreadable': { title: 'Please scan again' },
  'credential-stale': { title: 'Please scan again' },
  'credential-replayed': { title: 'Please scan again' },
  'wrong-kiosk': { title: 'Please scan again' },
  'too-many-attempts': { title: 'One moment, please', showNearby: true },
  'admission-failed': {
    title: 'The city does not answer',
    message: 'Nothing was charged. Please try again in a moment.',
  },
  'session-expired': { title: 'That took a while', message: 'Please scan your licence again.' },
};

const OUT_OF_ORDER: Refusal = {
  title: 'This kiosk has a fault',
  message: 'It is not yours, and nothing was charged. Please use another kiosk.',
  showNearby: true,
};

const NOT_RENTING: Record<Exclude<Service, 'open'>, [string, string]> = {
  returnsOnly: ['No bikes from this kiosk', 'It only takes bikes back at the moment.'],
  closed: ['This kiosk is closed', 'It gives no bikes and takes none back.'],
  notInService: ['Not in service yet', 'The city has not opened this kiosk.'],
};

/** Why nobody gets a bike here, known without asking anybody; undefined where they may. */
export function nothingHere(service: Service, bikes: number): Refusal | undefined {
  const [title, message] =
    service === 'open' ? ['No bikes here right now', 'All of them are out.'] : NOT_RENTING[service];
  return service === 'open' && bikes > 0 ? undefined : { ...refusal(title, message), showNearby: true };
}

/** Turns what the cloud said, or that it said nothing, into words for the rider. */
export function messageFor(error: unknown): Refusal {
  if (error instanceof CloudUnreachable)
    return refusal('The city does not answer', 'Nothing was charged. Please try again in a moment.');
  const { type, detail } = error instanceof CloudRefused ? error.problem : { type: '', detail: '' };
  const known = PROBLEMS[type.split(':').at(-1) ?? ''];
  // What is left is between the kiosk and the city: a token, a clock, a registration. No rider can mend it.
  return known ? { message: detail, showNearby: false, ...known } : OUT_OF_ORDER;
}

/** The answer to a request for bikes was lost, and nobody knows whether the request was too. */
export function lostRequest(rentalId: string, bikes: number): Refusal {
  const message =
    'If your request got through, the bike still comes, and this screen says so. If not, nothing is charged.';
  return { ...refusal('The city does not answer', message), uncertain: { rentalId, bikes } };
}

/** The power failed before the request for bikes had left. */
export const NEVER_ASKED: Refusal = refusal(
  'Please scan again',
  'The power failed before your request was sent. Nothing was charged.',
);

/** Whoever scanned before an open door would be taken for the one whom it stands open for. */
export const SOMEBODY_BEFORE: Refusal = refusal(
  'One moment, please',
  'A bike is in the hatch for somebody who came before you. Please scan again once the door is shut.',
);

/** Admission found the rider in order, and has nothing to offer. */
export function nothingToOffer(bikesOut: number, partyLimit: number): Refusal {
  if (bikesOut < partyLimit)
    return { ...refusal('No bikes free here', 'The last ones were just reserved.'), showNearby: true, mayHold: true };
  const count = bikesOut === 1 ? '1 bike' : `${bikesOut} bikes`;
  return refusal('All your bikes are out', `You have ${count} out already. Bring one back first.`);
}

/**
 * The rental ended before a bike was taken. `reason` is the error's name, as the workflow caught it; `held` says whether
 * money was held on a card for it.
 */
export function nothingHandedOver(reason: string | undefined, held = false): Refusal {
  const refused = withoutBikes(reason);
  return held ? { ...refused, message: `${refused.message} What was held on your card is given back.` } : refused;
}

function withoutBikes(reason: string | undefined): Refusal {
  switch (reason) {
    case 'PaymentDeclined':
      return refusal(
        'The card was declined',
        'Nothing was taken from it. To try another card, please scan your licence again.',
      );
    case 'PaymentMethodMissing':
      return refusal('No card was read', NO_CARD_READ);
    case 'PaymentClosed':
      return refusal('That took too long', 'Nothing was charged. Please scan your licence again.');
    case 'SessionExpired':
    case 'RiderNotVouched':
      return refusal('Please scan again', 'Your licence could not be checked once more. Nothing was charged.');
    case 'BikeUnavailable':
      return { ...refusal('No bikes free here', 'Somebody was faster. Nothing was charged.'), showNearby: true };
    case 'KioskNotRenting':
      return {
        ...refusal('No bikes from this kiosk', 'It has just stopped renting. Nothing was charged.'),
        showNearby: true,
      };
    case 'PartyLimitReached':
      return refusal('That is too many bikes', 'You may not have that many out at once. Nothing was charged.');
    case 'BikeNotTaken':
      return refusal('Maybe next time', 'Nobody took the bike, so it went back. Nothing was charged.');
    case 'HardwareFault':
    case 'BikeMisplaced':
    case 'PowerLost':
      return {
        ...refusal('The machine is stuck', 'It could not bring your bike. Nothing was charged.'),
        showNearby: true,
      };
    default:
      return refusal('No bike this time', 'The kiosk could not hand one over. Nothing was charged.');
  }
}

const NOTES: Record<RiderNote, string> = {
  ResidenceUnproven:
    'You are registered as a resident, but this licence shows no address of the city, so this ride is a visitor’s. ' +
    'The residents’ office helps once your licence shows where you live.',
};

/** What a rider is told beside the second prompt of how they were taken. */
export function noteWords(note: RiderNote): string {
  return NOTES[note];
}

export function refusal(title: string, message: string): Refusal {
  return { title, message, showNearby: false };
}
