import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  documentHash,
  householdHashes,
  partyRefOf,
  riderOf,
  riderRefOf,
  visitor,
} from '../../../functions/identity/rider-refs.ts';
import { RiderRef } from '../../../functions/shared/fields.ts';
import { testPepper } from './identity-keys.ts';

const pepper = testPepper();
const iin = fc.stringMatching(/^\d{6}$/);
const number = fc.stringMatching(/^[A-Z0-9]{4,25}$/);

describe("a rider's references", () => {
  it('are references that other services take', async () => {
    await fc.assert(
      fc.asyncProperty(iin, number, fc.string(), async (someIin, someNumber, household) => {
        const { riderRef, partyRef } = visitor(await documentHash(pepper, { iin: someIin, number: someNumber }));

        const [house] = await householdHashes([pepper], household);
        for (const ref of [riderRef, partyRef, partyRefOf(house ?? '')])
          expect(RiderRef.safeParse(ref).success).toBe(true);
      }),
    );
  });

  it('depend on the issuer, the number and the pepper', async () => {
    const document = { iin: '636001', number: 'A1234' };

    const hashes = await Promise.all([
      documentHash(pepper, document),
      documentHash(pepper, { ...document, iin: '636002' }),
      documentHash(pepper, { ...document, number: 'A1235' }),
      documentHash(testPepper('another'), document),
    ]);

    expect(new Set(hashes.map(riderRefOf)).size).toBe(4);
  });

  it('do not give away the hash that finds a resident', async () => {
    const hash = await documentHash(pepper, { iin: '636001', number: 'A1234' });

    const { riderRef, partyRef } = visitor(hash);

    expect(riderRef + partyRef).not.toContain(hash);
    expect(riderRef.slice('rider_'.length)).not.toBe(partyRef.slice('party_'.length));
  });

  it('are made under the oldest live pepper, so that a new one beside it changes nobody', async () => {
    const document = { iin: '636001', number: 'A1234' };
    const [older = '', newer = ''] = [
      await documentHash(pepper, document),
      await documentHash(testPepper('new'), document),
    ];

    expect(riderOf([newer, older], undefined, true)).toEqual(riderOf([older], undefined, true));
  });

  it('stay a resident’s own where residence is not proven, with a party alone and a note', () => {
    const resident = { riderRef: 'rider_0123456789abcdef', partyRef: 'party_0123456789abcdef', partyLimit: 4 };

    const rider = riderOf(['hash'], resident, false);

    expect(rider).toEqual({
      ...visitor('hash'),
      riderRef: resident.riderRef,
      note: 'ResidenceUnproven',
    });
    expect(rider.partyRef).not.toBe(resident.partyRef);
  });
});
