import type { BikeEvent, BikeFound, BikeState, DamageReported } from '../bikes/contract.ts';
import type { BikeChanged } from '../bikes/fleet-contract.ts';
import type { Versioned } from '../shared/table.ts';
import type { SignalKind } from './contract.ts';
import type { OpenOrder } from './open-order.ts';
import { type Ride, rideKey, withRide } from './ride.ts';
import { type Said, saidAgain } from './said.ts';

/**
 * All that the workshop knows of a bike, its open work order included: one item decides, so that a bike has one live
 * repair, and what is told of it while that goes on joins it.
 */
export interface BikeCard extends Versioned {
  bikeId: string;
  /** What was said since the last inspection. */
  signals: Partial<Record<SignalKind, Said>>;
  rides: Ride[];
  /** How many rides have ended since the last inspection. */
  ridesSince: number;
  /** When an inspection last passed; for a bike that has had none, when the workshop first heard of it. */
  inspectedAt: string;
  /** What was said until then has been seen to. Of a bike that was never inspected, nothing has. */
  clearedAt: string;
  /** What was last told of where and how it is. */
  seen: { at: string; state: BikeState; kioskId?: string | undefined; bay?: number | undefined };
  /** Whether an operator keeps it out of service. */
  isHeld: boolean;
  /** Counts what was told after which the bike may be had again. */
  turn: number;
  /** How many repairs it has had. The number of the next one follows. */
  repairs: number;
  order?: OpenOrder | undefined;
  /** Its order's, or `inService`, or `gone` where a repair has waited for it in vain. With `dueAt`: the index. */
  status: OpenOrder['status'] | 'inService' | 'gone';
  /** When somebody has to have looked at it: its order's, or the next inspection's. */
  dueAt: string;
}

/** What bikes tells that a mechanic should know of. */
export type BikeNews = BikeEvent | BikeFound | DamageReported | BikeChanged;

export const cardKey = (bikeId: string) => `bike#${bikeId}`;

export function newCard(bikeId: string, at: string): BikeCard {
  return {
    ...{
      pk: cardKey(bikeId),
      revision: 0,
      bikeId,
      signals: {},
      rides: [],
      ridesSince: 0,
      inspectedAt: at,
      clearedAt: '',
    },
    ...{ seen: { at: '', state: 'available' }, isHeld: false, turn: 0, repairs: 0, status: 'inService', dueAt: at },
  };
}

/** The signal that some news are. */
function signalOf(news: BikeNews): SignalKind | undefined {
  if (news.type === 'DamageReported') return news.part;
  if (news.type === 'PhotoMissing') return 'photoGap';
  return news.type === 'BikeWithdrawn' ? 'withdrawn' : undefined;
}

function withSignal(card: BikeCard, news: BikeNews): BikeCard['signals'] {
  const kind = signalOf(news);
  if (kind === undefined || news.at <= card.clearedAt) return card.signals;
  return { ...card.signals, [kind]: saidAgain(card.signals[kind], news) };
}

/** The state that the bike is in by these news; undefined where they do not say. */
function stateIn(news: BikeNews): BikeState | undefined {
  switch (news.type) {
    case 'BikeChanged':
      return news.state;
    case 'DamageReported':
      return news.isWithdrawn ? 'non_operational' : undefined;
    case 'BikeWithdrawn':
      return 'non_operational';
    case 'TripStarted':
      return 'on_trip';
    case 'BikeMissing':
      return 'missing';
    case 'TripEnded':
    case 'BikeFound':
    case 'BikeReleased':
      return 'available';
    default:
      return undefined;
  }
}

/** After these a bike that was out of reach may be had. */
const isFreed = (state: BikeState | undefined) => state !== undefined && state !== 'on_trip' && state !== 'missing';

function withRideOf(card: BikeCard, news: BikeNews): Pick<BikeCard, 'rides' | 'ridesSince'> {
  const { rides, ridesSince } = card;
  if (news.type !== 'TripStarted' && news.type !== 'TripEnded') return { rides, ridesSince };
  const key = rideKey(news);
  const told =
    news.type === 'TripStarted'
      ? { key, startedAt: news.at, startKioskId: news.kioskId }
      : { key, endedAt: news.at, endKioskId: news.kioskId };
  const next = withRide(rides, told);
  const wasEnded = rides.some((ride) => ride.key === key && ride.endedAt !== undefined);
  const isEnded = next.some((ride) => ride.key === key && ride.endedAt !== undefined);
  const isNew = isEnded && !wasEnded && news.at > card.clearedAt;
  return { rides: next, ridesSince: isNew ? ridesSince + 1 : ridesSince };
}

/** An operator's word on whether the bike serves: it holds until an operator says otherwise. */
function heldBy(card: BikeCard, news: BikeNews): boolean {
  const isOperators = news.type === 'BikeChanged' && news.by.startsWith('operator/');
  return isOperators ? news.state === 'non_operational' : card.isHeld;
}

/** The card with some news taken in. They may be repeated, late, and in any order: what is newer stands. */
export function takeIn(card: BikeCard, news: BikeNews): BikeCard {
  const state = stateIn(news);
  const isNewest = state !== undefined && news.at >= card.seen.at;
  const place = state === 'on_trip' || state === 'missing' ? {} : { kioskId: news.kioskId, bay: placedIn(card, news) };
  return {
    ...card,
    ...withRideOf(card, news),
    signals: withSignal(card, news),
    seen: isNewest ? { at: news.at, state, ...place } : card.seen,
    isHeld: isNewest ? heldBy(card, news) : card.isHeld,
    turn: isFreed(state) ? card.turn + 1 : card.turn,
  };
}

/** A report names no bay: the bike stands where it did. */
function placedIn({ seen }: BikeCard, news: BikeNews): number | undefined {
  return news.type === 'DamageReported' ? seen.bay : news.bay;
}
