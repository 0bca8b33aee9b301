import * as z from 'zod/mini';
import { DamageRecorded, type ReportDamage } from '../../functions/bikes/contract.ts';
import { KioskBooted } from '../../functions/bikes/kiosk-contract.ts';
import { UploadGranted, type UploadRequest } from '../../functions/bikes/photo-contract.ts';
import {
  type KioskBoot,
  type RentalRequest,
  ReservationMade,
  type ReservationRequest,
} from '../../functions/frontend/contract.ts';
import { OpenedSession, RentalView, StartedRental } from '../../functions/orchestration/contract.ts';
import { type Clock, sleep } from '../../seams/clock.ts';
import type { AccessToken } from './access-token.ts';
import type { HttpRequest } from './http.ts';
import { type Ask, CloudRefused, CloudUnreachable } from './request.ts';

/** The HTTP API as a kiosk uses it. All throw CloudUnreachable after a few attempts, and CloudRefused. */
export interface Api {
  /**
   * Says what this kiosk is. `said` is called once there is a token, since the time may be learnt on getting one.
   * Repeating it is safe. One attempt: whoever boots tries again by itself.
   */
  boot(said: () => KioskBoot): Promise<KioskBooted>;
  /**
   * Opens a session. `seal` is called for each attempt: a sealed credential is good for one session, and an answer
   * that was lost may have opened it.
   */
  openSession(seal: () => Promise<string>): Promise<OpenedSession>;
  /** Asks for bikes, for a visitor with their tap. Repeating it with the same id is safe: the answer is the same. */
  requestRental(rentalId: string, body: RentalRequest): Promise<StartedRental>;
  readRental(rentalId: string): Promise<RentalView>;
  /** Has bikes wait at another kiosk. Repeating it with the same id is safe: the answer is the same. */
  holdBikes(request: ReservationRequest): Promise<ReservationMade>;
  /**
   * Says what is wrong with a bike. Repeating it with the same id is safe: it stays one report, with what is added. Gives
   * the id of the photo that goes with it, where one does.
   */
  reportDamage(report: DamageReport): Promise<Pick<DamageRecorded, 'photoId'>>;
  /** Asks where to put a photo with this content. */
  grantUpload(photoId: string, content: UploadRequest): Promise<UploadGranted>;
  /** Puts a photo where it was granted. Repeating it is safe: a place takes one photo. */
  upload(grant: UploadGranted, bytes: Uint8Array): Promise<void>;
}

/** A report as a kiosk sends it: which kiosk it is says the token. */
export type DamageReport = Omit<ReportDamage, 'kioskId'>;

type Request = Omit<HttpRequest, 'signal'>;

/** That the report has arrived, and as what its photo is waited for, is all that a kiosk needs to know. */
const Received = z.pick(DamageRecorded, { reportId: true, photoId: true });

/** A rider waits in front of the screen: five attempts over some eight seconds, then they are told. */
const PAUSES_MS = [500, 1_000, 2_000, 4_000];
/** Where the cloud asks for a longer pause than this, the rider is told at once: nobody stares at a screen for minutes. */
const PAUSE_MS_MAX = 15_000;

export function kioskApi(endpoint: string, deps: { ask: Ask; token: AccessToken; clock: Clock }): Api {
  const base = endpoint.replace(/\/$/, '');

  async function authorized<Answer>(request: Request, schema: z.ZodMiniType<Answer>): Promise<Answer> {
    const attempt = async () => {
      const headers = { ...request.headers, authorization: `Bearer ${await deps.token.value()}` };
      return deps.ask({ ...request, headers }, schema);
    };
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof CloudRefused) || error.status !== 401) throw error;
      deps.token.drop();
      return attempt();
    }
  }

  async function patiently<Answer>(attempt: () => Promise<Answer>): Promise<Answer> {
    for (const pauseMs of PAUSES_MS) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof CloudUnreachable) || error.retryAfterMs > PAUSE_MS_MAX) throw error;
        await sleep(deps.clock, Math.max(pauseMs, error.retryAfterMs));
      }
    }
    return attempt();
  }

  const json = (method: 'POST' | 'PUT', path: string, body: unknown): Request => ({
    method,
    url: `${base}${path}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

  /** The link says by itself who may use it. A photo that is there already came by an attempt whose answer was lost. */
  async function put({ url, headers }: UploadGranted, bytes: Uint8Array): Promise<void> {
    try {
      await deps.ask({ method: 'PUT', url, headers, body: new Uint8Array(bytes) }, z.unknown());
    } catch (error) {
      if (!(error instanceof CloudRefused) || error.status !== 412) throw error;
    }
  }

  return {
    boot: async (said) => {
      await deps.token.value();
      return authorized(json('POST', '/v1/kiosks/me/boot', said()), KioskBooted);
    },
    openSession: (seal) =>
      patiently(async () => authorized(json('POST', '/v1/sessions', { credential: await seal() }), OpenedSession)),
    requestRental: (rentalId, body) =>
      patiently(() => authorized(json('PUT', `/v1/rentals/${rentalId}`, body), StartedRental)),
    readRental: (rentalId) =>
      patiently(() => authorized({ method: 'GET', url: `${base}/v1/rentals/${rentalId}`, headers: {} }, RentalView)),
    holdBikes: (request) => patiently(() => authorized(json('POST', '/v1/reservations', request), ReservationMade)),
    reportDamage: (report) => patiently(() => authorized(json('POST', '/v1/damage-reports', report), Received)),
    grantUpload: (photoId, content) =>
      patiently(() => authorized(json('POST', `/v1/photos/${photoId}`, content), UploadGranted)),
    upload: (grant, bytes) => patiently(() => put(grant, bytes)),
  };
}
