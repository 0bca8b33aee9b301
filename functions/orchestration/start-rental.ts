import { type Clock, instant, systemClock } from '../../seams/clock.ts';
import { systemRandom } from '../../seams/random.ts';
import { readEnv } from '../shared/env.ts';
import { keptUntil } from '../shared/retention.ts';
import { documentClient } from '../shared/table.ts';
import { kmsSigningKey, type TokenSigner, tokenSigner } from '../shared/token-signer.ts';
import { RENTAL_AUDIENCES, type RentalClaims } from '../shared/tokens.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type StartedRental, StartRental } from './contract.ts';
import { orchestrationEnv } from './env.ts';
import { BikeUnavailable, PartyLimitReached, PaymentMethodMissing, RentalConflict, SessionExpired } from './errors.ts';
import { bodyHash, refusalOf } from './rental-request.ts';
import { dynamoRentals, type Rental, type RentalStore } from './rental-store.ts';
import { type RentalWorkflow, rentalWorkflow } from './rental-workflow.ts';
import { handOverEnd, isOver, type Session } from './session.ts';
import { dynamoSessions, type SessionStore } from './session-store.ts';

interface Dependencies {
  sessions: SessionStore;
  rentals: RentalStore;
  workflow: RentalWorkflow;
  tokens: TokenSigner;
  clock: Clock;
}

/** As long as Step Functions lets an execution be redriven (Developer Guide, "Redriving executions"). */
const TOKEN_SECONDS = 14 * 24 * 60 * 60;

const REFUSALS = { BikeUnavailable, PartyLimitReached, PaymentMethodMissing };

function answerOf({ rentalId, kioskId, bikes, requestedAt }: Rental): StartedRental {
  return { rentalId, kioskId, bikes, requestedAt };
}

/** The session of a request that may be granted. It is spent on this rental, and lives until all is handed over. */
async function admit(request: StartRental, { sessions, clock }: Dependencies): Promise<Session> {
  const session = await sessions.read(request.sessionId);
  const now = clock.now();
  if (!session || session.kioskId !== request.kioskId || isOver(session, now)) throw new SessionExpired();
  const refusal = refusalOf(request, session);
  if (refusal) throw new REFUSALS[refusal.name](refusal.message);
  const end = handOverEnd(now, request.bikes);
  const isSpent = await sessions.spend(session.sessionId, request.rentalId, end, Math.floor(now / 1000));
  if (!isSpent) throw new SessionExpired();
  return session;
}

function rentalFor(request: StartRental, { rider }: Session, requestedAt: string): Rental {
  const { rentalId, sessionId, kioskId, bikes } = request;
  const { riderRef, partyRef, partyLimit, kind } = rider;
  const ttl = keptUntil(Date.parse(requestedAt), 'rental');
  const asked = { rentalId, sessionId, kioskId, bikes, bodyHash: bodyHash(request), requestedAt, ttl };
  return { ...asked, riderRef, partyRef, partyLimit, kind, started: false, seen: {} };
}

/**
 * Mints the rental's token and starts its workflow; a request that died in between is taken up again here. The card
 * is the request's, which has the same hash as the one that took the id; a resident's is of no use, and is dropped.
 */
async function start(rental: Rental, card: string | undefined, deps: Dependencies): Promise<void> {
  const { tokens, workflow, rentals } = deps;
  const { rentalId, kioskId, sessionId, riderRef, partyRef, partyLimit, bikes, kind } = rental;
  const paymentMethod = kind === 'visitor' ? (card ?? null) : null;
  const claims = { aud: [...RENTAL_AUDIENCES], scope: 'rental', sub: riderRef } as const;
  const token = { ...claims, aud: [...claims.aud], rental: rentalId, kiosk: kioskId, session: sessionId };
  const rentalToken = await tokens.mint<RentalClaims>(token, TOKEN_SECONDS);
  await workflow.start({ rentalId, kioskId, partyRef, partyLimit, bikes, kind, paymentMethod, rentalToken });
  await rentals.markStarted(rentalId);
}

/**
 * Answers the second prompt: takes the rental's id, once for all, and starts its workflow. The same request gets
 * the same answer however often it comes, for as long as the rental is kept.
 *
 * @throws SessionExpired, PartyLimitReached, BikeUnavailable, PaymentMethodMissing, RentalConflict
 */
export function startRental(deps: Dependencies) {
  return async (request: StartRental): Promise<StartedRental> => {
    const known = await deps.rentals.read(request.rentalId);
    const rental =
      known ?? (await deps.rentals.claim(rentalFor(request, await admit(request, deps), instant(deps.clock.now()))));
    if (rental.kioskId !== request.kioskId || rental.bodyHash !== bodyHash(request))
      throw new RentalConflict(`The rental id ${request.rentalId} was used before, for another request.`);
    if (!rental.started) await start(rental, request.paymentMethod, deps);
    return answerOf(rental);
  };
}

export const handler = workflowHandler({
  command: StartRental,
  bind: () => {
    const { sessionsTable, rentalsTable, rentalArn, tokenKeyIds, tokenIssuer } = orchestrationEnv;
    const env = readEnv({ sessionsTable, rentalsTable, rentalArn, tokenKeyIds, tokenIssuer });
    const client = documentClient();
    const key = kmsSigningKey(env.tokenKeyIds);
    return startRental({
      sessions: dynamoSessions(client, env.sessionsTable),
      rentals: dynamoRentals(client, env.rentalsTable),
      workflow: rentalWorkflow(env.rentalArn),
      tokens: tokenSigner({ issuer: env.tokenIssuer, key, clock: systemClock, random: systemRandom }),
      clock: systemClock,
    });
  },
});
