import { type Clock, systemClock } from '../../seams/clock.ts';
import { systemRandom } from '../../seams/random.ts';
import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { kmsSigningKey, type TokenSigner, tokenSigner } from '../shared/token-signer.ts';
import type { RentalClaims, ReservationClaims } from '../shared/tokens.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type AdmissionWorkflow, admissionWorkflow } from './admission.ts';
import type { Admission } from './contract.ts';
import { orchestrationEnv } from './env.ts';
import { SessionExpired } from './errors.ts';
import { type AheadVouched, type ReservationInput, ReserveAhead } from './reservation-contract.ts';
import { isOver, type Session } from './session.ts';
import { dynamoSessions, type SessionStore } from './session-store.ts';
import { startOnce } from './start-once.ts';

interface Dependencies {
  sessions: SessionStore;
  admission: AdmissionWorkflow;
  signer: TokenSigner;
  /** Starts the workflow `reservation` under the reservation's id; that it was started before is no fault. */
  start: (input: ReservationInput) => Promise<void>;
  clock: Clock;
}

/** It is for one run of admission, which gives itself 25 seconds. */
const ADMISSION_TOKEN_SECONDS = 60;
/** As long as Step Functions lets an execution be redriven (Developer Guide, "Redriving executions"). */
const TOKEN_SECONDS = 14 * 24 * 60 * 60;

/** The session, spent on this reservation: one answer is all that a scan is good for. Its end stays where it is. */
async function spentSession(command: ReserveAhead, { sessions, clock }: Dependencies): Promise<Session> {
  const { sessionId, reservationId, kioskId } = command;
  const session = await sessions.read(sessionId);
  const now = clock.now();
  if (!session || session.kioskId !== kioskId || isOver(session, now)) throw new SessionExpired();
  const isSpent = await sessions.spend(sessionId, reservationId, session.expiresAt, Math.floor(now / 1000));
  if (!isSpent) throw new SessionExpired();
  return session;
}

/** Runs admission once more, with the credential that the session has kept, as before a bike is handed over. */
async function admitAgain(command: ReserveAhead, session: Session, deps: Dependencies): Promise<Admission['rider']> {
  const { reservationId, kioskId, sessionId } = command;
  const { rider, credential } = session;
  const claims = { aud: ['identity'], scope: 'rental', sub: rider.riderRef } as const;
  const rentalToken = await deps.signer.mint<RentalClaims>(
    { ...claims, aud: [...claims.aud], rental: reservationId, kiosk: kioskId, session: sessionId },
    ADMISSION_TOKEN_SECONDS,
  );
  const admitted = await deps.admission.run(reservationId, { credential, kioskId, sessionId, rentalToken });
  const isSame = admitted.rider.riderRef === rider.riderRef && admitted.rider.partyRef === rider.partyRef;
  if (!isSame) throw new SessionExpired();
  return admitted.rider;
}

/**
 * Vouches for a rider who wants bikes held at another kiosk: has their ID verified again, starts the workflow that will
 * let go of the bikes, and answers the command with which they are held. The same request may come again.
 *
 * @throws SessionExpired, AdmissionFailed, and whatever admission refuses the rider for, under its own name
 */
export function reserveAhead(deps: Dependencies) {
  return async (command: ReserveAhead): Promise<AheadVouched> => {
    const session = await spentSession(command, deps);
    const { partyRef, partyLimit } = await admitAgain(command, session, deps);
    const { reservationId, at: kioskId, bikes } = command;
    const claims = { aud: ['bikes'], scope: 'reservation', sub: partyRef } as const;
    const reservationToken = await deps.signer.mint<ReservationClaims>(
      { ...claims, aud: [...claims.aud], reservation: reservationId, kiosk: kioskId, bikes, limit: partyLimit },
      TOKEN_SECONDS,
    );
    const vouched = { reservationToken, kioskId, partyRef, partyLimit, bikes };
    await deps.start({ reservationId, ...vouched });
    return vouched;
  };
}

export const handler = workflowHandler({
  command: ReserveAhead,
  bind: () => {
    const { sessionsTable, admissionArn, reservationArn, tokenKeyIds, tokenIssuer } = orchestrationEnv;
    const env = readEnv({ sessionsTable, admissionArn, reservationArn, tokenKeyIds, tokenIssuer });
    const start = startOnce(env.reservationArn);
    const key = kmsSigningKey(env.tokenKeyIds);
    return reserveAhead({
      sessions: dynamoSessions(documentClient(), env.sessionsTable),
      admission: admissionWorkflow(env.admissionArn),
      signer: tokenSigner({ issuer: env.tokenIssuer, key, clock: systemClock, random: systemRandom }),
      start: (input) => start(input.reservationId, input),
      clock: systemClock,
    });
  },
});
