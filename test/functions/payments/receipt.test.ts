import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { Receipt } from '../../../functions/payments/contract.ts';
import { type Charge, makeReceipt, withCaptured } from '../../../functions/payments/receipt.ts';
import { minute, rentalId, ride, TARIFF } from './till.ts';

const charge = (changes: Partial<Charge>): Charge => ({
  rentalId: rentalId(1),
  kind: 'visitor',
  tariff: TARIFF,
  authorized: 1800,
  rides: [ride(30)],
  notHandedOver: [],
  issuedAt: minute(40),
  ...changes,
});

describe('a receipt', () => {
  it('says what was ridden, and is paid from what was held', () => {
    const receipt = makeReceipt(charge({}));

    expect(Receipt.parse(receipt)).toEqual(receipt);
    expect(receipt).toMatchObject({ total: 550, authorized: 1800, captured: 550, refunded: 0, outstanding: 0 });
    expect(receipt.lines).toMatchObject([{ slot: 1, bikeId: 'bike-1', minutes: 30, amount: 550 }]);
  });

  it('asks payment for two where three were asked for and two handed over, and says why', () => {
    const notHandedOver = [{ slot: 2, reason: 'HardwareFault' }];

    const receipt = makeReceipt(charge({ authorized: 5400, rides: [ride(20, 3), ride(10, 1)], notHandedOver }));

    expect(receipt.lines.map(({ slot, amount }) => [slot, amount])).toEqual([
      [1, 250],
      [3, 400],
    ]);
    expect(receipt).toMatchObject({ total: 650, captured: 650, notHandedOver });
  });

  it('leaves outstanding what is above the hold', () => {
    const receipt = makeReceipt(charge({ rides: [ride(25 * 60)] }));

    expect(receipt).toMatchObject({ total: 1800 + 900, captured: 1800, outstanding: 900 });
  });

  it('leaves all of it outstanding where the hold had lapsed', () => {
    const receipt = withCaptured(makeReceipt(charge({})), 0);

    expect(receipt).toMatchObject({ total: 550, captured: 0, outstanding: 550 });
  });

  it("takes nothing of a resident, whose minutes above the free ones are the city's to bill", () => {
    const within = makeReceipt(charge({ kind: 'resident', authorized: 0, rides: [ride(119)] }));
    const above = makeReceipt(charge({ kind: 'resident', authorized: 0, rides: [ride(130)] }));

    expect(within).toMatchObject({ total: 0, captured: 0, outstanding: 0 });
    expect(above).toMatchObject({ total: 100, captured: 0, outstanding: 100 });
  });

  it('prices a slot once that is told twice, and gives no reason for a bike that was ridden after all', () => {
    const notHandedOver = [{ slot: 1, reason: 'BikeNotTaken' }];

    const receipt = makeReceipt(charge({ rides: [ride(10), ride(30)], notHandedOver }));

    expect(receipt.lines).toMatchObject([{ slot: 1, amount: 250 }]);
    expect(receipt.notHandedOver).toEqual([]);
  });

  it('says of a bike that is missing that it is', () => {
    const receipt = makeReceipt(charge({ rides: [{ ...ride(10), isMissing: true }] }));

    expect(receipt.lines[0]?.isMissing).toBe(true);
  });

  it('always adds up', () => {
    const rides = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: -10, max: 5000 })), {
      selector: ([slot]) => slot,
    });
    fc.assert(
      fc.property(rides, fc.nat(20_000), (ridden, authorized) => {
        const receipt = makeReceipt(
          charge({ authorized, rides: ridden.map(([slot, minutes]) => ride(minutes, slot)) }),
        );

        const sum = receipt.lines.reduce((total, { amount }) => total + amount, 0);
        expect(receipt.total).toBe(sum);
        expect(receipt.captured + receipt.outstanding).toBe(sum);
        expect(receipt.captured).toBeLessThanOrEqual(authorized);
      }),
    );
  });
});
