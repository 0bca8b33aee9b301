import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openVirtualCity, type VirtualCity } from '../simulation/virtual-city.ts';
import { bringBack, executionOf, itemsOf, riderAt, screenOf, viewOf } from './people.ts';

const MINUTE = 60_000;

describe('what a rider pays', () => {
  let city: VirtualCity;

  beforeEach(async () => {
    city = await openVirtualCity();
  });
  afterEach(() => city.close());

  /** What the acquirer holds and has taken, over all rentals. */
  const acquirer = async () => {
    const holds = await itemsOf(city, 'PaymentsSandbox');
    const sum = (field: string) => holds.reduce((total, hold) => total + Number(hold[field] ?? 0), 0);
    const open = holds.filter(({ status }) => status === 'held');
    return { open: open.length, captured: sum('captured'), refunded: sum('refunded') };
  };
  const settled = (rentalId: string) =>
    viewOf(city, rentalId, 'to be paid', ({ payment }) => payment?.receipt !== undefined);

  it('holds a visitor’s daily cap, and takes no more than the ride once the bike is back', async () => {
    const greta = riderAt(city, 'Greta', 'station-east');

    const view = await greta.rent({ bikes: 1, card: 'good' });
    const held = await acquirer();
    await city.pass(21 * MINUTE);
    await bringBack(city, view.bikes[0]?.bikeId ?? '', 'library');
    const { payment } = await settled(view.rentalId);

    expect(view.status).toBe('handedOver');
    expect(held).toEqual({ open: 1, captured: 0, refunded: 0 });
    const [line] = payment?.receipt?.lines ?? [];
    expect(line?.minutes).toBeGreaterThanOrEqual(21);
    expect(payment).toMatchObject({ status: 'captured', authorized: 1_800 });
    expect(payment?.receipt?.total).toBe(100 + 15 * (line?.minutes ?? 0));
    expect(await acquirer()).toEqual({ open: 0, captured: payment?.receipt?.total, refunded: 0 });
  });

  it('asks a resident for no card, and shows what was free', async () => {
    const marta = riderAt(city, 'Marta', 'harbour-steps');

    const view = await marta.rent({ bikes: 1 });
    await city.pass(42 * MINUTE);
    await bringBack(city, view.bikes[0]?.bikeId ?? '', 'library');
    const { payment } = await settled(view.rentalId);

    expect(payment).toMatchObject({ authorized: 0, receipt: { total: 0, captured: 0, outstanding: 0 } });
    expect(payment?.receipt?.lines[0]?.freeMinutes).toBeGreaterThanOrEqual(42);
    expect(await acquirer()).toEqual({ open: 0, captured: 0, refunded: 0 });
  });

  it('moves nothing when the card is declined, and says so', async () => {
    const greta = riderAt(city, 'Greta', 'station-east');
    const before = greta.kiosk.machine.read();

    await greta.ask({ bikes: 1, card: 'declined' });
    const end = await greta.closing();

    expect(end).toMatchObject({ name: 'refused' });
    expect(end.name === 'refused' && `${end.title} ${end.message}`).toMatch(/card/i);
    expect(greta.kiosk.machine.read()).toEqual(before);
    expect(await acquirer()).toMatchObject({ open: 0, captured: 0 });
  });

  it.each(['timesOut', 'secondAttempt'] as const)('holds once where the acquirer %s', async (card) => {
    const greta = riderAt(city, 'Greta', 'station-east');

    const view = await greta.rent({ bikes: 1, card });

    expect(view.status).toBe('handedOver');
    expect(await acquirer()).toMatchObject({ open: 1, captured: 0 });
  });

  it.each(['captureTimesOut', 'answersTwice'] as const)('captures once where the acquirer %s', async (card) => {
    const greta = riderAt(city, 'Greta', 'station-east');

    const view = await greta.rent({ bikes: 1, card });
    await city.pass(10 * MINUTE);
    await bringBack(city, view.bikes[0]?.bikeId ?? '', 'library');
    const { payment } = await settled(view.rentalId);

    expect(payment?.status).toBe('captured');
    expect(await acquirer()).toEqual({ open: 0, captured: payment?.receipt?.total, refunded: 0 });
  });

  it('charges for two bikes where three were asked for and one would not come, and says why', async () => {
    const jonas = riderAt(city, 'Jonas', 'old-mill');
    const { machine } = jonas.kiosk;

    const rentalId = await jonas.ask({ bikes: 3 });
    const taken = [await jonas.take(), await jonas.take()];
    machine.fault('jam', 'always');
    const view = await viewOf(city, rentalId, 'to be over', ({ status }) => status === 'partlyHandedOver');
    machine.fault('jam', 'off');
    for (const bikeId of taken) await bringBack(city, bikeId, 'rope-walk');
    const { payment } = await settled(rentalId);

    expect(view.bikesAsked).toBe(3);
    expect(payment?.receipt?.lines.map(({ bikeId }) => bikeId).sort()).toEqual([...taken].sort());
    expect(payment?.receipt?.notHandedOver).toEqual([{ slot: 3, reason: 'HardwareFault' }]);
  });

  it('gives the whole hold back where no bike came', async () => {
    const greta = riderAt(city, 'Greta', 'station-east');
    greta.kiosk.machine.fault('jam', 'always');

    const rentalId = await greta.ask({ bikes: 1, card: 'good' });
    const view = await viewOf(city, rentalId, 'to be refused', ({ status, payment }) => {
      return status === 'refused' && payment?.status === 'voided';
    });

    expect(view.reason).toBe('HardwareFault');
    expect(await acquirer()).toEqual({ open: 0, captured: 0, refunded: 0 });
  });

  it('captures once, when the last of three bikes is back', async () => {
    const greta = riderAt(city, 'Greta', 'university');
    await greta.scan();
    const shown = await screenOf(city, greta.kiosk, 'howMany');

    expect(shown.partyLimit).toBe(1);
    const jonas = riderAt(city, 'Jonas', 'market-hall');
    const view = await jonas.rent({ bikes: 3 });
    const bikes = view.bikes.map(({ bikeId }) => bikeId);
    await city.pass(30 * MINUTE);
    await bringBack(city, bikes[1] ?? '', 'library');
    await bringBack(city, bikes[0] ?? '', 'botanic-garden');
    await city.pass(5 * MINUTE);
    const waiting = await executionOf(city, 'ride', view.rentalId);
    await bringBack(city, bikes[2] ?? '', 'rope-walk');
    const { payment } = await settled(view.rentalId);

    expect(waiting?.status).toBe('RUNNING');
    expect(payment?.receipt?.lines).toHaveLength(3);
  });
});
