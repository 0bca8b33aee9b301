import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type * as z from 'zod/mini';
import * as bikes from '../../functions/bikes/contract.ts';
import * as frontend from '../../functions/frontend/contract.ts';
import * as identity from '../../functions/identity/contract.ts';
import * as operations from '../../functions/operations/contract.ts';
import * as orchestration from '../../functions/orchestration/contract.ts';
import * as payments from '../../functions/payments/contract.ts';
import { RENTAL_AUDIENCES } from '../../functions/shared/tokens.ts';
import * as storage from '../../functions/storage/contract.ts';
import { handlerFiles } from '../../infra/handlers.ts';
import { physicalNames } from '../../local/assembly/physical-name.ts';
import { ASSEMBLY } from '../../scripts/output.ts';
import { openVirtualCity, type VirtualCity } from '../simulation/virtual-city.ts';
import { type Forger, forger, type Signing } from './forger.ts';

type Shape = Record<string, z.ZodMiniType>;
type Schema = z.ZodMiniType & { shape: Shape };
const CONTRACTS: Record<string, object> = { bikes, frontend, identity, operations, orchestration, payments, storage };

/** A handler whose command carries a rental token, with the schema of that command. */
interface Verifier {
  handler: string;
  service: string;
  schema: Schema;
}

/** Found by their contracts, so that a new handler is tried without being named here. */
function verifiers(): Verifier[] {
  return [...handlerFiles()].flatMap(([handler, file]) => {
    const source = readFileSync(file, 'utf8');
    const name = /Handler\(\{\s*command: (\w+)/.exec(source)?.[1];
    const [service = ''] = handler.split('/');
    const schema = Object.entries(CONTRACTS[service] ?? {}).find(([exported]) => exported === name)?.[1] as Schema;
    return schema?.shape && 'rentalToken' in schema.shape ? [{ handler, service, schema }] : [];
  });
}

const KIOSK = 'harbour-steps';
const RENTAL = '0a6f4a3e-6a4f-4a3c-9d5e-3f0c2b1a9d8e';
const SESSION = '5c1e7f60-2f0b-4b57-8f0a-1f6a7b8c9d0e';
const RIDER = `rider_${'r'.repeat(32)}`;
const AT = '2026-06-03T12:00:00.000Z';

/** A value for each field that such commands have; one that is not here makes the command malformed, and its test fail. */
const FIELDS: Record<string, unknown> = {
  ...{ taskToken: 'a task', kioskId: KIOSK, sessionId: SESSION, rentalId: RENTAL, slot: 1, slots: [1], attempt: 1 },
  ...{ bikeId: 'bike-001', bay: 1, bikes: 1, partyRef: `party_${'p'.repeat(32)}`, partyLimit: 3, takenAt: AT },
  ...{ kind: 'visitor', paymentMethod: 'pm_sandbox_good', bikesHandedOver: 0, rides: [], notHandedOver: [] },
  ...{
    reason: 'HardwareFault',
    error: 'HardwareFault',
    bikeToken: 'a.bike.token',
    credential: 'a.sealed.ID.of.someone',
  },
};

const claims = (change: object = {}) => ({
  ...{ aud: [...RENTAL_AUDIENCES], scope: 'rental', sub: RIDER, rental: RENTAL, kiosk: KIOSK, session: SESSION },
  ...change,
});

interface Attempt {
  what: string;
  claims?: (service: string) => object;
  signing?: Signing;
  /** The field of the command without which this is no attack on it. */
  against?: string;
  refusal?: string;
}

const ATTEMPTS: Attempt[] = [
  { what: 'for everybody else', claims: (service) => ({ aud: RENTAL_AUDIENCES.filter((one) => one !== service) }) },
  { what: 'for the API', claims: () => ({ aud: 'api' }) },
  { what: 'of another scope', claims: () => ({ scope: 'bike' }) },
  { what: 'of no scope', claims: () => ({ scope: undefined }) },
  { what: 'of no rental', claims: () => ({ rental: undefined }) },
  { what: 'of another rental', claims: () => ({ rental: SESSION }), against: 'rentalId' },
  { what: 'of another kiosk', claims: () => ({ kiosk: 'old-mill' }), against: 'kioskId' },
  { what: 'of another session', claims: () => ({ session: RENTAL }), against: 'sessionId' },
  { what: 'that has expired', claims: () => ({ exp: 1_700_000_000 }) },
  { what: 'that never expires', claims: () => ({ exp: undefined }) },
  { what: 'of another city', claims: () => ({ iss: 'urn:freewheel:elsewhere' }) },
  { what: 'signed with a foreign key', signing: 'foreignKey' },
  { what: 'signed with a key of an unknown id', signing: 'unknownKid' },
  { what: 'that says alg: none', signing: 'none' },
  { what: 'signed with the public key for a secret', signing: 'publicKeyAsSecret' },
  { what: 'that was changed after it was signed', signing: 'changed' },
  { what: 'without a signature', signing: 'unsigned', refusal: 'CommandMalformed' },
];

let city: VirtualCity;
let forge: Forger;
let names: Map<string, string>;

beforeAll(async () => {
  city = await openVirtualCity();
  forge = await forger(city);
  const stack = `Freewheel-${city.city.id}-dev-Services`;
  const { Resources } = JSON.parse(readFileSync(join(ASSEMBLY, `${stack}.template.json`), 'utf8'));
  const physical = physicalNames(stack, Object.keys(Resources));
  const resources = Object.entries(Resources as Record<string, { Properties?: { Description?: string } }>);
  names = new Map(resources.map(([id, { Properties }]) => [Properties?.Description ?? '', physical.get(id) ?? '']));
});
afterAll(() => city.close());

/** Calls the deployed function; gives the error that it answers with, and what it asked of AWS meanwhile. */
async function call({ handler, schema }: Verifier, rentalToken: string) {
  const fields = Object.keys(schema.shape).filter((name) => name in FIELDS);
  const command = { ...Object.fromEntries(fields.map((name) => [name, FIELDS[name]])), rentalToken };
  const FunctionName = names.get(handler.replace('/', ': ').replaceAll('-', ' '));
  const before = city.calls.length;
  const request = new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(command)) });
  const answer = await city.meanwhile(city.lambda.send(request));
  const payload = JSON.parse(Buffer.from(answer.Payload ?? []).toString());
  return { error: answer.FunctionError && payload?.errorType, calls: city.calls.slice(before) };
}

const found = verifiers();

it('finds the functions of every service that takes part in a rental', () => {
  const services = new Set(found.map(({ service }) => service));

  expect([...services].sort()).toEqual([...RENTAL_AUDIENCES].sort());
});

describe.each(found.map((verifier) => [verifier.handler, verifier] as const))('%s', (_handler, verifier) => {
  const against = ATTEMPTS.filter((attempt) => !attempt.against || attempt.against in verifier.schema.shape);

  it.each(against.map((attempt) => [attempt.what, attempt] as const))(
    'refuses a token %s, and does nothing',
    async (_what, { claims: change, signing, refusal = 'TokenRefused' }) => {
      const token = await forge.token(claims(change?.(verifier.service)), signing);

      const { error, calls } = await call(verifier, token);

      expect(error).toBe(refusal);
      expect(calls.filter((target) => target !== 'TrentService.GetPublicKey')).toEqual([]);
    },
  );

  it('goes on with a good one', async () => {
    const { error } = await call(verifier, await forge.token(claims()));

    expect(['TokenRefused', 'CommandMalformed']).not.toContain(error);
  });
});
