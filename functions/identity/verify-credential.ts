import { Logger } from '@aws-lambda-powertools/logger';
import { systemClock } from '../../seams/clock.ts';
import { readEnv } from '../shared/env.ts';
import { TokenRefused } from '../shared/errors.ts';
import { publisher } from '../shared/events.ts';
import { documentClient } from '../shared/table.ts';
import { kmsPublicKeys, type TokenVerifier, tokenVerifier } from '../shared/token-verifier.ts';
import { RentalClaims } from '../shared/tokens.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type AddressBook, dynamoAddressBook } from './address-book.ts';
import { dynamoAttempts } from './attempt-store.ts';
import {
  type Credential,
  IDENTITY_EVENTS,
  type ScannedDocument,
  type VerifiedRider,
  VerifyCredential,
} from './contract.ts';
import { type Counting, countAttempt } from './count-attempt.ts';
import { dateIn, hasExpired, isFromTheFuture, isStale } from './credential-rules.ts';
import { identityEnv } from './env.ts';
import { CredentialReplayed, CredentialStale, CredentialUnreadable, DocumentExpired, WrongKiosk } from './errors.ts';
import { findResident } from './find-resident.ts';
import { type CredentialKey, kmsCredentialKey, kmsPeppers, type Peppers } from './keys.ts';
import { dynamoRegistry, type NonceClaim, type Registry } from './registry.ts';
import { addressTexts } from './residence.ts';
import { documentHashes, riderOf } from './rider-refs.ts';
import { openCredential } from './sealed-credential.ts';

interface Dependencies extends Counting {
  registry: Registry;
  addresses: AddressBook;
  key: CredentialKey;
  peppers: Peppers;
  tokens: TokenVerifier;
  timeZone: string;
}

/**
 * How long a session's first use may be repeated without a rental token: a function that is retried after its
 * answer was lost has claimed the nonce already. The HTTP API waits 30 seconds at most, so the admission that
 * made the first use is over by then.
 */
const FIRST_USE_MS = 30_000;

const stale = () => new CredentialStale('This scan of your ID is too old. Please scan your ID again.');

function checkContent(credential: Credential, kioskId: string, { clock, timeZone }: Dependencies): void {
  if (credential.kioskId !== kioskId)
    throw new WrongKiosk('Your ID was scanned at another kiosk. Please scan it again at this one.');
  if (isFromTheFuture(credential, clock.now())) throw stale();
  if (hasExpired(credential, dateIn(timeZone, clock.now())))
    throw new DocumentExpired('Your ID has expired. Please use one that is valid.');
}

/** The standing claim of the scan's nonce. A scan that nobody has used is claimed, if it is fresh. */
async function claim(credential: Credential, sessionId: string, deps: Dependencies): Promise<NonceClaim> {
  const now = deps.clock.now();
  if (!isStale(credential, now)) return deps.registry.claimNonce(credential.nonce, { sessionId, claimedAt: now });
  const standing = await deps.registry.readNonce(credential.nonce);
  if (!standing) throw stale();
  return standing;
}

/** The same calls are made for whoever comes, so that their time does not tell who is in the register. */
async function identify(document: ScannedDocument, deps: Dependencies): Promise<VerifiedRider> {
  const hashes = await documentHashes(deps.peppers, document);
  const [resident, isOfCity] = await Promise.all([
    findResident(deps.registry, hashes),
    deps.addresses.has(addressTexts(document.address)),
  ]);
  return riderOf(hashes, resident, isOfCity);
}

/**
 * Opens a sealed credential and says who the rider is: a resident of the city, or a visitor. The first use binds
 * the scan to one session; every later one needs that session's rental token. Nothing of the document is kept.
 *
 * A resident is in the registry, and shows an address of the city or has shown other papers to its office.
 *
 * @throws TooManyAttempts, CredentialUnreadable, WrongKiosk, CredentialStale, DocumentExpired, CredentialReplayed,
 * TokenRefused
 */
export function verifyCredential(deps: Dependencies) {
  const checkToken = async ({ rentalToken, sessionId, kioskId }: VerifyCredential): Promise<void> => {
    if (rentalToken === undefined) return;
    const claims = await deps.tokens.verify(rentalToken, 'identity', RentalClaims);
    if (claims.session !== sessionId || claims.kiosk !== kioskId)
      throw new TokenRefused('The token was refused: it is for another session.');
  };
  const checkClaim = (standing: NonceClaim, { rentalToken, sessionId }: VerifyCredential): void => {
    if (standing.sessionId !== sessionId)
      throw new CredentialReplayed('This scan of your ID was used already. Please scan your ID again.');
    if (rentalToken === undefined && deps.clock.now() - standing.claimedAt > FIRST_USE_MS)
      throw new TokenRefused('The token was refused: it is missing, and the scan was used before.');
  };
  return async (command: VerifyCredential): Promise<VerifiedRider> => {
    await checkToken(command);
    if (command.rentalToken === undefined) await countAttempt(deps, command);
    const credential = await openCredential(command.credential, deps.key);
    if (!credential) throw new CredentialUnreadable('Your ID could not be read. Please scan it again.');
    checkContent(credential, command.kioskId, deps);
    checkClaim(await claim(credential, command.sessionId, deps), command);
    return identify(credential.document, deps);
  };
}

export const handler = workflowHandler({
  command: VerifyCredential,
  bind: () => {
    const env = readEnv(identityEnv);
    const client = documentClient();
    const peppers = kmsPeppers(env.pepperKeyIds);
    return verifyCredential({
      registry: dynamoRegistry(client, env.table),
      addresses: dynamoAddressBook(client, env.table, { peppers, clock: systemClock }),
      attempts: dynamoAttempts(client, env.table),
      key: kmsCredentialKey(env.credentialKeyIds),
      peppers,
      tokens: tokenVerifier({
        issuer: env.tokenIssuer,
        publicKeys: kmsPublicKeys(env.tokenKeyIds),
        clock: systemClock,
      }),
      publish: publisher(env.bus, IDENTITY_EVENTS),
      log: new Logger(),
      clock: systemClock,
      timeZone: env.timeZone,
    });
  },
});
