import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openVirtualCity, type VirtualCity } from '../simulation/virtual-city.ts';
import { bringBack, riderAt } from './people.ts';

/**
 * What a rental of some bikes asks of KMS, from the scan to the receipts, once functions are warm. The bound: one
 * signature for the rental's token and one for each bike that is handed over; the credential opened and hashed once
 * when it is scanned and once again for each bike. A kiosk's own token is one more signature, each quarter of an hour.
 *
 * KMS signs about 300 times a second with elliptic curves in an account (AWS KMS, "Request quotas"). A city of five
 * rentals a second, each of three bikes, which is a full family, signs 5 × (1 + 3) = 20 times, and 300 kiosks at work
 * add 300 / 900 s: less than a tenth of it. It decrypts 5 × (1 + 3) = 20 times with RSA, of about 500.
 */
const bound = (bikes: number) => ({ Sign: 1 + bikes, Decrypt: 1 + bikes, GenerateMac: 1 + bikes, GetPublicKey: 0 });

let city: VirtualCity;

/** Counts what functions ask of KMS while something happens. */
async function kmsCalls(what: () => Promise<unknown>) {
  const before = city.calls.length;
  await what();
  await city.pass(30_000);
  const counted = { Sign: 0, Decrypt: 0, GenerateMac: 0, GetPublicKey: 0 };
  for (const target of city.calls.slice(before)) {
    const operation = /^TrentService\.(\w+)$/.exec(target)?.[1] as keyof typeof counted | undefined;
    if (operation) counted[operation] = (counted[operation] ?? 0) + 1;
  }
  return counted;
}

async function rentAndReturn(firstName: string, kioskId: string, bikes: number): Promise<void> {
  const view = await riderAt(city, firstName, kioskId).rent({ bikes });
  for (const { bikeId } of view.bikes) if (bikeId) await bringBack(city, bikeId, kioskId);
}

beforeAll(async () => {
  city = await openVirtualCity();
  // From here on each function has as many instances as three bikes at once need, and each has read the public keys,
  // which it does once in its life.
  await rentAndReturn('Marta', 'harbour-steps', 3);
  await city.pass(30_000);
});
afterAll(() => city.close());

describe('a rental', () => {
  it.each([1, 3])(
    'of %i bikes asks KMS for no more than one token, and one check and one token a bike',
    async (bikes) => {
      const counted = await kmsCalls(() => rentAndReturn('Marta', 'harbour-steps', bikes));

      expect(counted).toEqual(bound(bikes));
    },
  );

  it('costs no public key once functions are warm, however many there are', async () => {
    const counted = await kmsCalls(async () => {
      await rentAndReturn('Marta', 'harbour-steps', 1);
      await rentAndReturn('Odette', 'harbour-steps', 1);
    });

    expect(counted.GetPublicKey).toBe(0);
    expect(counted.Sign).toBeLessThanOrEqual(4 + 1);
  });
});
