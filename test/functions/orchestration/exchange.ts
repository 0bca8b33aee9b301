import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { AdmissionWorkflow } from '../../../functions/orchestration/admission.ts';
import type { Admission, AdmissionInput, RentalInput, RentalView } from '../../../functions/orchestration/contract.ts';
import { dynamoRentals } from '../../../functions/orchestration/rental-store.ts';
import { dynamoSessions } from '../../../functions/orchestration/session-store.ts';
import { tokenSigner } from '../../../functions/shared/token-signer.ts';
import { tokenVerifier } from '../../../functions/shared/token-verifier.ts';
import { systemRandom } from '../../../seams/random.ts';
import { standingClock } from '../rental-tokens.ts';
import { createKeyedTable } from '../shared/keyed-table.ts';
import { tokenKey } from '../shared/token-keys.ts';

export const ISSUER = 'urn:freewheel:testville';
export const NOON = '2026-05-01T12:00:00.000Z';
export const CREDENTIAL = 'sealed.credential.of.some.rider';

export const RESIDENT: Admission = {
  rider: {
    riderRef: 'rider_0123456789abcdef',
    partyRef: 'party_0123456789abcdef',
    kind: 'resident',
    partyLimit: 3,
  },
  offer: {
    bikesMax: 3,
    bikesAvailable: 8,
    bikesOut: 0,
    fare: { currency: 'EUR', unlockFee: 0, perMinute: 0, freeMinutes: 60, dailyCap: 0 },
  },
};

/** Somebody who registered nowhere, and pays by card. */
export const VISITOR: Admission = {
  rider: { ...RESIDENT.rider, kind: 'visitor' },
  offer: { ...RESIDENT.offer, fare: { ...RESIDENT.offer.fare, perMinute: 15, freeMinutes: 0, dailyCap: 2400 } },
};

/** An admission that answers as the test last told it to, and remembers what it was asked. */
export interface AdmissionDesk extends AdmissionWorkflow {
  asked: { name: string; input: AdmissionInput }[];
  says(answer: Admission | Error): void;
}

function admissionDesk(): AdmissionDesk {
  let answer: Admission | Error = RESIDENT;
  const asked: AdmissionDesk['asked'] = [];
  return {
    asked,
    says: (next) => {
      answer = next;
    },
    async run(name, input) {
      asked.push({ name, input });
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
}

/** Everything that orchestration's functions are made of: real stores and tokens, workflows that only note. */
export async function setUpExchange(client: DynamoDBDocumentClient) {
  const clock = standingClock(NOON);
  const key = tokenKey();
  const started: RentalInput[] = [];
  const attempts: RentalInput[] = [];
  const published: RentalView[] = [];
  const heard = new Map<string, RentalView[]>();
  const sessionsTable = await createKeyedTable(client, 'id');
  const rentalsTable = await createKeyedTable(client, 'rentalId');
  return {
    clock,
    random: systemRandom,
    key,
    sessionsTable,
    rentalsTable,
    sessions: dynamoSessions(client, sessionsTable),
    rentals: dynamoRentals(client, rentalsTable),
    admission: admissionDesk(),
    /** Step Functions refuses a name that it knows, and the adapter takes that for done. */
    workflow: {
      async start(input: RentalInput) {
        attempts.push(input);
        if (!started.some((one) => one.rentalId === input.rentalId)) started.push(input);
      },
    },
    started,
    attempts,
    publisher: {
      async publish(kioskId: string, view: RentalView) {
        heard.set(kioskId, [...(heard.get(kioskId) ?? []), view]);
        if (kioskId === view.kioskId) published.push(view);
      },
    },
    /** What the kiosk of the rental heard, and what each kiosk did. */
    published,
    heard,
    signer: tokenSigner({ issuer: ISSUER, key: key.signing, clock, random: systemRandom }),
    verifier: tokenVerifier({ issuer: ISSUER, publicKeys: key.publicKeys, clock }),
  };
}
export type Exchange = Awaited<ReturnType<typeof setUpExchange>>;
