import { describe, expect, it } from '@jest/globals';
import type { RentalView } from '../../../functions/orchestration/contract.ts';
import { type Rig, rig } from '../support/rig.ts';
import { settle } from '../support/virtual-clock.ts';
import { line, RENTAL, receipt, view } from './receipts.ts';

/** The bike `bike-7` back at this kiosk, and the moment of it. */
async function docked(): Promise<{ here: Rig; at: string }> {
  const here = await rig();
  here.machine.dock('bike-7');
  await here.until('it is docked', () => here.kiosk.state().returning?.receipt !== undefined);
  return { here, at: here.kiosk.state().returning?.at ?? '' };
}

/** The view of a rental that began elsewhere, and of which this bike came back at `at`. */
function ended(at: string, parts: Partial<RentalView> = {}): RentalView {
  const told = view(['returned'], { status: 'returned', ...parts });
  for (const bike of told.bikes) bike.steps = [{ step: 'returned', at }];
  return told;
}
const paid = (parts: Parameters<typeof receipt>[0] = {}) => ({
  status: 'captured' as const,
  authorized: 1800,
  currency: 'USD',
  receipt: receipt({ total: 415, authorized: 1800, captured: 415, ...parts }),
});

async function tell(here: Rig, told: RentalView): Promise<void> {
  here.cloud.tell(told, 'k1');
  await settle();
}

describe('a ride that ends here', () => {
  it('is told of when the price is known, wherever it began', async () => {
    const { here, at } = await docked();

    await tell(here, ended(at));
    const before = here.kiosk.state().returning?.ride;
    await tell(here, ended(at, { revision: 10, payment: paid() }));

    expect(before).toMatchObject({ price: 'Your ride is over.', hasReceipt: false });
    expect(here.kiosk.state().returning?.ride).toEqual({
      rentalId: RENTAL,
      price: '$4.15 for 21 minutes.',
      notes: ['$13.85 of the $18.00 held is given back.'],
      hasReceipt: true,
    });
  });

  it('stays on the screen as long as its price takes to read', async () => {
    const { here, at } = await docked();
    here.clock.advance(14_000);

    await tell(here, ended(at, { payment: paid() }));
    here.clock.advance(14_000);

    expect(here.kiosk.state().returning?.ride?.hasReceipt).toBe(true);
  });

  it('keeps to the newest word, in whatever order words come', async () => {
    const { here, at } = await docked();

    await tell(here, ended(at, { revision: 10, payment: paid() }));
    await tell(here, ended(at, { revision: 9 }));

    expect(here.kiosk.state().returning?.ride?.hasReceipt).toBe(true);
  });

  it('is not taken for another ride of the same bike', async () => {
    const { here } = await docked();

    await tell(here, ended('2026-05-30T09:00:00.000Z', { payment: paid() }));

    expect(here.kiosk.state().returning?.ride).toBeUndefined();
    expect(here.kiosk.receipt(RENTAL, false)).toBeUndefined();
  });

  it('has a receipt with what the kiosk signed, for ten minutes, and none after a restart', async () => {
    const { here, at } = await docked();
    const signed = here.kiosk.state().returning?.receipt ?? 'none';
    await tell(here, ended(at, { payment: paid({ lines: [line({ endedAt: at })] }) }));

    const [page, file] = [here.kiosk.receipt(RENTAL, false), here.kiosk.receipt(RENTAL, true)];
    here.clock.advance(600_000);
    const late = here.kiosk.receipt(RENTAL, false);

    for (const html of [page, file]) expect(html).toContain(signed);
    expect(page).toContain('Returned at Harbour Steps');
    expect(late).toBeUndefined();
  });

  it('has no receipt before there is one, and none of a rental that did not end here', async () => {
    const { here, at } = await docked();
    await tell(here, ended(at));

    const unpaid = here.kiosk.receipt(RENTAL, false);
    const strange = here.kiosk.receipt('99999999-9999-4999-8999-999999999999', false);

    expect([unpaid, strange]).toEqual([undefined, undefined]);
  });

  it('is told of at each of the bikes of a family, once the last is back', async () => {
    const here = await rig();
    for (const bikeId of ['bike-7', 'bike-8']) here.machine.dock(bikeId);
    await here.until(
      'both are back',
      () => here.kiosk.state().returning?.bikeId === 'bike-8' && here.kiosk.state().returning?.phase === 'docked',
    );
    const { returning, returned } = here.kiosk.state();
    const told = view(['returned', 'returned'], {
      status: 'returned',
      payment: paid({ lines: [line(), line({ slot: 2 })] }),
    });
    for (const bike of told.bikes)
      bike.steps = [
        { step: 'returned', at: [returning, ...returned].find((one) => one?.bikeId === bike.bikeId)?.at ?? '' },
      ];

    await tell(here, told);

    expect(here.kiosk.state().returning?.ride?.price).toBe('$4.15 for 42 minutes on 2 bikes.');
    expect(here.kiosk.state().returned[0]?.ride).toEqual(here.kiosk.state().returning?.ride);
  });
});
