import { type Clock, systemClock } from '../../seams/clock.ts';
import { systemRandom } from '../../seams/random.ts';
import { CREDENTIAL_REFUSALS } from '../identity/contract.ts';
import { readEnv } from '../shared/env.ts';
import { Relayed } from '../shared/errors.ts';
import { authoriseRental } from '../shared/rental-authorisation.ts';
import { documentClient } from '../shared/table.ts';
import { kmsSigningKey, type TokenSigner, tokenSigner } from '../shared/token-signer.ts';
import { kmsPublicKeys, type TokenVerifier, tokenVerifier } from '../shared/token-verifier.ts';
import { type BikeClaims, bikeAudience, type RentalClaims } from '../shared/tokens.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { CommandKind, commandId } from '../storage/contract.ts';
import { type AdmissionWorkflow, admissionWorkflow } from './admission.ts';
import { type Admission, type Vouched, VouchForRider } from './contract.ts';
import { orchestrationEnv } from './env.ts';
import { RiderNotVouched, SessionExpired } from './errors.ts';
import { isOver, type Session } from './session.ts';
import { dynamoSessions, type SessionStore } from './session-store.ts';

interface Dependencies {
  sessions: SessionStore;
  admission: AdmissionWorkflow;
  verifier: TokenVerifier;
  signer: TokenSigner;
  clock: Clock;
}

/** It leaves the cloud, so it lives no longer than moving one bike and taking it may last. */
const BIKE_TOKEN_SECONDS = 5 * 60;

async function sessionOf(claims: RentalClaims, { sessions, clock }: Dependencies): Promise<Session> {
  const session = await sessions.read(claims.session);
  if (!session || isOver(session, clock.now())) throw new SessionExpired();
  return session;
}

const isRefusal = (error: unknown): error is Relayed =>
  error instanceof Relayed && (CREDENTIAL_REFUSALS as readonly string[]).includes(error.name);

/** Runs admission once more. That it refuses the credential is final; anything else may be tried again. */
async function admitAgain(command: VouchForRider, claims: RentalClaims, session: Session, deps: Dependencies) {
  const { sessionId, credential, rider } = session;
  const input = { credential, kioskId: command.kioskId, sessionId, rentalToken: command.rentalToken };
  const run = deps.admission.run(`${claims.rental}-${command.slot}`, input);
  const admitted: Admission = await run.catch((error: unknown) => {
    throw isRefusal(error) ? new RiderNotVouched(error.message, { cause: error }) : error;
  });
  if (admitted.rider.riderRef !== claims.sub || admitted.rider.partyRef !== rider.partyRef)
    throw new RiderNotVouched('Your ID now stands for another rider. Please scan it again.');
}

/** What the kiosk may do with one bike, in this one attempt: fetch it, and open for it, each once. */
function bikeClaims({ kioskId, slot, bikeId, bay, attempt }: VouchForRider, rental: string) {
  return {
    aud: bikeAudience(kioskId),
    scope: 'bike' as const,
    rental,
    slot,
    bike: bikeId,
    kiosk: kioskId,
    bay,
    commands: CommandKind.options.map((kind) => commandId(rental, slot, kind, attempt)),
  };
}

/**
 * Has the rider's ID answered for once more, right before a bike is handed over, and mints the token without
 * which no kiosk moves anything.
 *
 * @throws TokenRefused, SessionExpired, RiderNotVouched; AdmissionFailed and others where a retry may help
 */
export function vouchForRider(deps: Dependencies) {
  return async (command: VouchForRider): Promise<Vouched> => {
    const claims = await authoriseRental(deps.verifier, 'orchestration', command);
    await admitAgain(command, claims, await sessionOf(claims, deps), deps);
    return { bikeToken: await deps.signer.mint<BikeClaims>(bikeClaims(command, claims.rental), BIKE_TOKEN_SECONDS) };
  };
}

export const handler = workflowHandler({
  command: VouchForRider,
  bind: () => {
    const { sessionsTable, admissionArn, tokenKeyIds, tokenIssuer } = orchestrationEnv;
    const env = readEnv({ sessionsTable, admissionArn, tokenKeyIds, tokenIssuer });
    const common = { issuer: env.tokenIssuer, clock: systemClock };
    return vouchForRider({
      sessions: dynamoSessions(documentClient(), env.sessionsTable),
      admission: admissionWorkflow(env.admissionArn),
      verifier: tokenVerifier({ ...common, publicKeys: kmsPublicKeys(env.tokenKeyIds) }),
      signer: tokenSigner({ ...common, key: kmsSigningKey(env.tokenKeyIds), random: systemRandom }),
      clock: systemClock,
    });
  },
});
