import type { RentalRequest } from '../../functions/frontend/contract.ts';
import type { ScannedDocument } from '../../functions/identity/contract.ts';
import type { OpenedSession, RentalView } from '../../functions/orchestration/contract.ts';
import { type Clock, instant, type Timer } from '../../seams/clock.ts';
import { type Random, uuid } from '../../seams/random.ts';
import type { Api } from '../cloud/api.ts';
import { CloudRefused, CloudUnreachable } from '../cloud/request.ts';
import { readScan } from '../scan/read-scan.ts';
import { ScanUnreadable } from '../scan/scan-unreadable.ts';
import type { Seal } from '../scan/seal.ts';
import type { Service } from '../service.ts';
import type { KioskStore } from '../store/kiosk-store.ts';
import type { NearbyKiosk, Screen } from '../web/contract.ts';
import { awaitedRental } from './awaited-rental.ts';
import { IDLE, isBusy, mayHold, next, type RiderEvent, type Step } from './flow.ts';
import {
  lostRequest,
  messageFor,
  NEVER_ASKED,
  nothingHere,
  type Refusal,
  refusal,
  SOMEBODY_BEFORE,
} from './refusals.ts';

/** What was asked does not fit where the rider stands. */
export class NotNow extends Error {
  override readonly name = 'NotNow';
}

/** The rider in front of the screen: one at a time, and forgotten when they have gone. */
export interface Rider {
  screen(): Screen;
  /** @throws ScanUnreadable, NotNow */
  scan(raw: string): void;
  /** A resident's answer to the second prompt: asks for bikes, and gives the rental's id. @throws NotNow */
  rent(bikes: number): string;
  /** A visitor's number, which their tap of a card will ask for. @throws NotNow */
  choose(bikes: number): void;
  /**
   * A payment card was held to the reader: a visitor's answer to the second prompt. At any other time it is none.
   * `reference` is the reader's name for the tap, which goes to the city with the request and is kept nowhere.
   */
  cardTapped(reference: string): void;
  /** Whether a bike of this rental may come: not before somebody who would take it for theirs. */
  mayCome(rentalId: string): boolean;
  /** Has a bike wait at a kiosk nearby, for whoever has scanned where there are none. @throws NotNow */
  hold(kioskId: string): void;
  cancel(): void;
  /** Shows the rental that was waited for when the power failed. */
  resume(): void;
  viewed(view: RentalView): void;
  /** The connection came up: what was told meanwhile is asked for. */
  reconnected(): void;
}

export interface RiderParts {
  api: Api;
  seal: Seal;
  clock: Clock;
  random: Random;
  store: KioskStore;
  /** Bikes that can be given to whoever comes now. */
  bikesHere(): number;
  /** A kiosk nearby, as far as it is known here. */
  neighbour(kioskId: string): Pick<NearbyKiosk, 'name' | 'minutes'> | undefined;
  service(): Service;
  /** The hatch has a bike for somebody, or gets one. */
  isServing(): boolean;
  onChange(): void;
  log(line: string): void;
}

/** A rental reports every few seconds. After this long the screen is free for others; the rental goes on. */
const RENTING_MS = 300_000;
/** How long each screen stays without anything happening, before the rider is forgotten. */
const IDLE_AFTER_MS: Record<Step['name'], number | undefined> = {
  idle: undefined,
  checking: 45_000,
  howMany: 60_000,
  renting: RENTING_MS,
  thanks: 15_000,
  holding: 45_000,
  held: 30_000,
  refused: 20_000,
};
/** News of a rental comes by push; after this long without any, it is asked for. */
const QUIET_MS = 20_000;
/** So long a request is under way at the most that was sent before the power failed (API Gateway, "Quotas": HTTP APIs). */
const ARRIVES_WITHIN_MS = 30_000;

export function riderAtScreen(parts: RiderParts): Rider {
  const { api, clock } = parts;
  const awaited = awaitedRental(parts.store, clock, RENTING_MS);
  let step: Step = IDLE;
  let idle: Timer | undefined;
  let quiet: Timer | undefined;
  /** Grows with each scan, so that an answer to a former rider's is not taken for this one's. */
  let visit = 0;
  /** A rental whose request, had it left before the power failed, would have arrived by now. */
  let cannotArrive: string | undefined;
  /** What a rider has scanned who may have a bike wait elsewhere, with the session that it has opened, if any. */
  let scanned: { document: ScannedDocument; sessionId?: string } | undefined;

  function happen(event: RiderEvent): void {
    const before = step;
    step = next(step, event);
    if (step === before) return;
    if (step.name === 'renting') awaited.begin({ rentalId: step.rentalId, bikes: step.bikes });
    else if (before.name === 'renting') awaited.end();
    if (!mayHold(step) && step.name !== 'holding') scanned = undefined;
    idle?.cancel();
    quiet?.cancel();
    const idleAfterMs = IDLE_AFTER_MS[step.name];
    if (idleAfterMs !== undefined) idle = clock.after(idleAfterMs, () => happen({ type: 'timedOut' }));
    if (step.name === 'renting') listenOn(step.rentalId);
    parts.onChange();
  }

  function listenOn(rentalId: string): void {
    quiet = clock.after(QUIET_MS, () => {
      listenOn(rentalId);
      void read(rentalId);
    });
  }

  async function read(rentalId: string): Promise<void> {
    try {
      happen({ type: 'viewed', view: await api.readRental(rentalId) });
    } catch (error) {
      if (isProblem(error, 'rental-unknown') && rentalId === cannotArrive) refuse(NEVER_ASKED);
    }
  }

  function openSession(document: ScannedDocument): Promise<OpenedSession> {
    const open = () => api.openSession(() => parts.seal(document));
    // Stale means that the clock was wrong when it sealed. The refusal has set it right.
    return open().catch((error) => (isProblem(error, 'credential-stale') ? open() : Promise.reject(error)));
  }

  /** A session is good for one answer: the one that the scan has opened, or another where that was none. */
  async function askToHold(kioskId: string, walkMinutes: number, rider: NonNullable<typeof scanned>, mine: number) {
    try {
      const sessionId = rider.sessionId ?? (await openSession(rider.document)).sessionId;
      const held = await api.holdBikes({ reservationId: uuid(parts.random), sessionId, kioskId, bikes: 1 });
      if (mine === visit) happen({ type: 'held', walkMinutes, until: held.until });
    } catch (error) {
      parts.log(`No bike was held at ${kioskId}: ${(error as Error).message}`);
      if (mine === visit && step.name === 'holding') refuse(messageFor(error));
    }
  }

  async function check(document: ScannedDocument, mine: number): Promise<void> {
    try {
      const session = await openSession(document);
      if (mine !== visit) return;
      scanned = { document, sessionId: session.sessionId };
      happen({ type: 'admitted', session });
    } catch (error) {
      parts.log(`A session was not opened: ${(error as Error).message}`);
      if (mine === visit) refuse(messageFor(error));
    }
  }

  async function request(rentalId: string, body: RentalRequest): Promise<void> {
    try {
      await api.requestRental(rentalId, body);
    } catch (error) {
      parts.log(`Rental ${rentalId} was not requested: ${(error as Error).message}`);
      // An answer that was lost may have started the rental: its news then comes by push, and is shown.
      if (step.name !== 'renting' || step.rentalId !== rentalId || step.view) return;
      refuse(error instanceof CloudUnreachable ? lostRequest(rentalId, body.bikes) : messageFor(error));
    }
  }

  const refuse = (refused: Refusal) => happen({ type: 'refused', refusal: refused });

  /**
   * Says at once that there are no bikes. Nothing is asked of the city, but that the rider, whose ID could be read, has one
   * wait elsewhere.
   */
  function turnAway(raw: string, why: Refusal): void {
    const document = readable(raw);
    const mayHold = document !== undefined && !hasExpired(document, clock.now());
    refuse({ ...why, mayHold });
    if (mayHold) scanned = { document };
  }

  /** Where the rider is asked how many, if so many are offered. */
  function askedHowMany(bikes: number): Extract<Step, { name: 'howMany' }> {
    if (step.name !== 'howMany') throw new NotNow('Please scan your licence first.');
    if (bikes > step.offer.bikesMax) throw new NotNow(`You may take ${step.offer.bikesMax} at the most.`);
    return step;
  }

  /** From here on the rider is renting, so that a second tap or press finds nobody who was asked. */
  function ask(sessionId: string, bikes: number, tap: Pick<RentalRequest, 'paymentMethod'>): string {
    const rentalId = uuid(parts.random);
    happen({ type: 'asked', rentalId, bikes });
    void request(rentalId, { sessionId, bikes, ...tap });
    return rentalId;
  }

  return {
    screen: () => {
      if (step.name !== 'howMany') return step;
      const { sessionId: _, ...shown } = step;
      return shown;
    },
    scan: (raw) => {
      if (isBusy(step)) throw new NotNow('One rider at a time, please.');
      if (parts.isServing()) return refuse(SOMEBODY_BEFORE);
      const nothing = nothingHere(parts.service(), parts.bikesHere());
      if (nothing) return turnAway(raw, nothing);
      let document: ScannedDocument;
      try {
        document = readScan(raw);
      } catch (error) {
        if (error instanceof ScanUnreadable) refuse(refusal('Please scan again', error.message));
        throw error;
      }
      if (hasExpired(document, clock.now()))
        return refuse(refusal('Licence expired', `This licence was valid until ${document.expiresOn}.`));
      visit += 1;
      happen({ type: 'scanned' });
      void check(document, visit);
    },
    rent: (bikes) => {
      const { sessionId, kind } = askedHowMany(bikes);
      if (kind === 'visitor') throw new NotNow('Please tap your card on the reader.');
      return ask(sessionId, bikes, {});
    },
    choose: (bikes) => {
      askedHowMany(bikes);
      happen({ type: 'chosen', bikes });
    },
    cardTapped: (reference) => {
      if (step.name !== 'howMany' || step.kind !== 'visitor') return;
      ask(step.sessionId, step.chosen, { paymentMethod: reference });
    },
    hold: (kioskId) => {
      const place = parts.neighbour(kioskId);
      if (!mayHold(step) || !scanned || !place) throw new NotNow('Please scan your licence first.');
      visit += 1;
      const rider = scanned;
      happen({ type: 'holdAsked', kioskName: place.name });
      void askToHold(kioskId, place.minutes, rider, visit);
    },
    mayCome: (rentalId) =>
      step.name === 'renting' ? step.rentalId === rentalId : step.name !== 'howMany' && !isBusy(step),
    cancel: () => {
      visit += step.name === 'renting' ? 0 : 1;
      happen({ type: 'cancelled' });
    },
    resume: () => {
      const left = awaited.left();
      if (!left) return;
      happen({ type: 'resumed', ...left });
      clock.after(ARRIVES_WITHIN_MS, () => {
        cannotArrive = left.rentalId;
      });
    },
    viewed: (view) => happen({ type: 'viewed', view }),
    reconnected: () => {
      if (step.name === 'renting') void read(step.rentalId);
    },
  };
}

/** What a scan says, where it says anything. */
function readable(raw: string): ScannedDocument | undefined {
  try {
    return readScan(raw);
  } catch (error) {
    if (error instanceof ScanUnreadable) return undefined;
    throw error;
  }
}

function isProblem(error: unknown, problem: string): boolean {
  return error instanceof CloudRefused && error.problem.type.endsWith(`:${problem}`);
}

const DAY_MS = 86_400_000;

/** Expired wherever on Earth the licence is from: the last day ends up to 12 hours after it ends in UTC. */
function hasExpired(document: ScannedDocument, now: number): boolean {
  return document.expiresOn < instant(now - DAY_MS / 2).slice(0, 10);
}
