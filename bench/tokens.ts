import { createPublicKey, generateKeyPairSync, type JsonWebKey, sign, verify } from 'node:crypto';
import { tokenVerifier } from '../functions/shared/token-verifier.ts';
import { RENTAL_AUDIENCES, RentalClaims, tokenIssuer } from '../functions/shared/tokens.ts';
import { commandId, HardwareCommand } from '../functions/storage/contract.ts';
import { systemClock } from '../seams/clock.ts';

/** What is wanted: all that a request needs costs no more than the verification of two bare signatures. */
const RATIO_MIN = 0.5;
const ROUNDS = 2_000;
const KID = 'key-1';
const RENTAL = '11111111-1111-4111-8111-111111111111';

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** How often a second the work is done, after a tenth of it to warm up. */
async function rate(work: () => unknown): Promise<number> {
  for (let round = 0; round < ROUNDS / 10; round++) await work();
  const startedAt = performance.now();
  for (let round = 0; round < ROUNDS; round++) await work();
  return (1000 * ROUNDS) / (performance.now() - startedAt);
}

/** What each command of a rental costs before anything is done: its token, its shape, its idempotency key. */
export async function tokenChecks(): Promise<string[]> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = tokenIssuer('bench');
  const now = Math.floor(systemClock.now() / 1000);
  const claims = {
    ...{ iss: issuer, aud: RENTAL_AUDIENCES, scope: 'rental', sub: 'rider_0123456789abcdef', iat: now, exp: now + 900 },
    ...{ jti: 'token-1', rental: RENTAL, kiosk: 'harbour', session: RENTAL },
  };
  const content = `${encode({ alg: 'ES256', typ: 'JWT', kid: KID })}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(content), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  const rentalToken = `${content}.${signature.toString('base64url')}`;
  const bare = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }));
  const keys = new Map<string, JsonWebKey>([[KID, publicKey.export({ format: 'jwk' })]]);
  const verifier = tokenVerifier({ issuer, publicKeys: async () => keys, clock: systemClock });
  const command = {
    taskToken: 'task',
    rentalToken,
    bikeToken: rentalToken,
    kioskId: 'harbour',
    slot: 1,
    bikeId: 'bike-1',
    bay: 1,
  };

  const raw = await rate(() =>
    verify('sha256', Buffer.from(content), { key: bare, dsaEncoding: 'ieee-p1363' }, signature),
  );
  const token = await rate(() => verifier.verify(rentalToken, 'storage', RentalClaims));
  const request = await rate(async () => {
    const moved = HardwareCommand.parse(command);
    const { rental } = await verifier.verify(moved.rentalToken, 'storage', RentalClaims);
    return commandId(rental, moved.slot, 'move');
  });
  const line = (what: string, value: number) =>
    `  ${what.padEnd(52)}${value.toFixed(0).padStart(7)} a second   ${(value / raw).toFixed(2)} of bare verification`;
  return [
    `Tokens of rentals, ES256; wanted: at least ${RATIO_MIN} of bare verification`,
    line('node:crypto alone: one signature verified', raw),
    line('the token verified: signature, audience, scope, end', token),
    line('command checked, token verified, idempotency key', request),
  ];
}
