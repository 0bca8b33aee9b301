import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OpenedSession, RentalView } from '../../../functions/orchestration/contract.ts';
import { IDLE, next, type RiderEvent, type Step } from '../../../kiosk/rider/flow.ts';
import { lostRequest, refusal } from '../../../kiosk/rider/refusals.ts';

const RENTAL = '11111111-1111-4111-8111-111111111111';
const session = (offer: Partial<OpenedSession['offer']> = {}): OpenedSession => ({
  sessionId: '22222222-2222-4222-8222-222222222222',
  expiresAt: '2026-06-01T10:10:00.000Z',
  rider: { kind: 'resident', partyLimit: 2 },
  offer: {
    bikesMax: 2,
    bikesAvailable: 4,
    bikesOut: 0,
    fare: { currency: 'USD', unlockFee: 0, perMinute: 0, freeMinutes: 120, dailyCap: 0 },
    ...offer,
  },
});
const view = (
  status: RentalView['status'],
  revision: number,
  steps: Array<RentalView['bikes'][number]['step']> = [],
): RentalView => ({
  rentalId: RENTAL,
  kioskId: 'k1',
  status,
  bikesAsked: 2,
  requestedAt: '2026-06-01T10:00:00.000Z',
  bikes: steps.map((step, index) => ({ slot: index + 1, bikeId: `bike-${index}`, bay: index + 1, step, steps: [] })),
  revision,
});
const reached = (...events: RiderEvent[]): Step => events.reduce(next, IDLE);
const SCANNED: RiderEvent = { type: 'scanned' };
const ADMITTED: RiderEvent = { type: 'admitted', session: session() };
const ASKED: RiderEvent = { type: 'asked', rentalId: RENTAL, bikes: 2 };
const VIEWED = (...parts: Parameters<typeof view>): RiderEvent => ({ type: 'viewed', view: view(...parts) });

describe('the two prompts', () => {
  it('lead from the scan to the number to the ride', () => {
    const names = [SCANNED, ADMITTED, ASKED, VIEWED('handedOver', 2, ['onTrip', 'taken'])].map(
      (_, index, events) => reached(...events.slice(0, index + 1)).name,
    );

    expect(names).toEqual(['checking', 'howMany', 'renting', 'thanks']);
  });

  it('say beside the second one how the rider was taken, in words', () => {
    const visitor: OpenedSession['rider'] = { kind: 'visitor', partyLimit: 1, note: 'ResidenceUnproven' };

    const step = reached(SCANNED, { type: 'admitted', session: { ...session(), rider: visitor } });

    expect(step).toMatchObject({
      name: 'howMany',
      kind: 'visitor',
      note: expect.stringContaining('no address of the'),
    });
    expect(reached(SCANNED, ADMITTED)).not.toHaveProperty('note');
  });

  it('count the bikes that were truly taken', () => {
    const step = reached(SCANNED, ADMITTED, ASKED, VIEWED('partlyHandedOver', 2, ['onTrip', 'released']));

    expect(step).toMatchObject({ name: 'thanks', bikes: 1 });
  });

  it.each([0, 3])('do not take %d for an answer when up to two are offered', (bikes) => {
    const step = reached(SCANNED, ADMITTED, { type: 'asked', rentalId: RENTAL, bikes });

    expect(step.name).toBe('howMany');
  });

  it('end with the reason when a party has all its bikes out', () => {
    const step = reached(SCANNED, { type: 'admitted', session: session({ bikesMax: 0, bikesOut: 2 }) });

    expect(step).toMatchObject({ name: 'refused', title: 'All your bikes are out', showNearby: false });
  });

  it('point to other kiosks when the last bikes are reserved', () => {
    const step = reached(SCANNED, { type: 'admitted', session: session({ bikesMax: 0, bikesAvailable: 0 }) });

    expect(step).toMatchObject({ name: 'refused', showNearby: true });
  });

  it('keep the number that a visitor has chosen, until the tap of a card asks for it', () => {
    const chosen = reached(SCANNED, ADMITTED, { type: 'chosen', bikes: 2 });
    const tooMany = next(chosen, { type: 'chosen', bikes: 3 });

    expect(reached(SCANNED, ADMITTED)).toMatchObject({ chosen: 1 });
    expect([chosen, tooMany]).toMatchObject([{ chosen: 2 }, { chosen: 2 }]);
  });

  it('thank whoever has a bike, also when the workflow failed after it was taken', () => {
    const step = reached(SCANNED, ADMITTED, ASKED, VIEWED('failed', 5, ['taken']));

    expect(step).toMatchObject({ name: 'thanks', bikes: 1 });
  });

  it.each([
    ['BikeUnavailable', 'No bikes free here'],
    ['PartyLimitReached', 'That is too many bikes'],
    ['BikeNotTaken', 'Maybe next time'],
    ['HardwareFault', 'The machine is stuck'],
    ['PaymentDeclined', 'The card was declined'],
    ['PaymentMethodMissing', 'No card was read'],
    ['PaymentClosed', 'That took too long'],
    ['RiderNotVouched', 'Please scan again'],
    ['States.Timeout', 'No bike this time'],
  ])('end in plain words where nothing was handed over for %s', (reason, title) => {
    const refused: RiderEvent = { type: 'viewed', view: { ...view('refused', 5), reason } };

    const step = reached(SCANNED, ADMITTED, ASKED, refused);

    expect(step).toMatchObject({ name: 'refused', title, message: expect.stringMatching(/^[^:]+\.$/) });
  });

  it.each<[NonNullable<RentalView['payment']>['status'], number, boolean]>([
    ['authorized', 1800, true],
    ['voided', 1800, true],
    ['voiding', 1800, true],
    ['declined', 1800, false],
    ['free', 0, false],
    ['authorizing', 1800, false],
  ])('say of a hold that is %s at %d that it is given back: %s', (status, authorized, isSaid) => {
    const payment = { status, authorized, currency: 'USD' };
    const refused: RiderEvent = { type: 'viewed', view: { ...view('refused', 5), reason: 'HardwareFault', payment } };

    const step = reached(SCANNED, ADMITTED, ASKED, refused);

    expect(step.name === 'refused' && step.message.includes('given back')).toBe(isSaid);
  });

  it('thank also for bikes that are overdue or missing by now', () => {
    const step = reached(SCANNED, ADMITTED, ASKED, VIEWED('handedOver', 5, ['overdue', 'missing']));

    expect(step).toMatchObject({ name: 'thanks', bikes: 2 });
  });

  it('keep to the newest view, in whatever order they come', () => {
    const step = reached(
      SCANNED,
      ADMITTED,
      ASKED,
      VIEWED('preparing', 5, ['doorOpen']),
      VIEWED('preparing', 4, ['moving']),
    );

    expect(step).toMatchObject({ name: 'renting', view: { revision: 5 } });
  });

  it('ignore another rental’s news', () => {
    const other = { ...view('handedOver', 9), rentalId: '99999999-9999-4999-8999-999999999999' };

    expect(reached(SCANNED, ADMITTED, ASKED, { type: 'viewed', view: other }).name).toBe('renting');
  });

  it('come back to a rental whose request seemed lost', () => {
    const lost: RiderEvent = { type: 'refused', refusal: lostRequest(RENTAL, 2) };

    expect(reached(SCANNED, ADMITTED, ASKED, lost, VIEWED('preparing', 2, ['moving'])).name).toBe('renting');
  });

  it('do not let go of a rental that is under way', () => {
    expect(reached(SCANNED, ADMITTED, ASKED, { type: 'cancelled' }).name).toBe('renting');
    expect(reached(SCANNED, ADMITTED, ASKED, SCANNED).name).toBe('renting');
  });

  it('forget the session, and the rental, when nobody is there any more', () => {
    expect(reached(SCANNED, ADMITTED, { type: 'timedOut' })).toEqual(IDLE);
    expect(reached(SCANNED, ADMITTED, ASKED, { type: 'timedOut' })).toEqual(IDLE);
  });

  it('never rent without an admitted session and a number within its offer', () => {
    const events = fc.array(
      fc.constantFrom<RiderEvent>(
        SCANNED,
        ADMITTED,
        ASKED,
        { type: 'asked', rentalId: RENTAL, bikes: 7 },
        { type: 'chosen', bikes: 2 },
        { type: 'cancelled' },
        { type: 'timedOut' },
        { type: 'refused', refusal: refusal('', '') },
        VIEWED('preparing', 2, ['moving']),
        VIEWED('handedOver', 3, ['taken']),
      ),
    );

    fc.assert(
      fc.property(events, (happened) => {
        let before: Step = IDLE;
        for (const event of happened) {
          const step = next(before, event);
          if (step.name === 'renting' && before.name !== 'renting')
            expect([before.name, event]).toEqual(['howMany', ASKED]);
          if (step.name === 'howMany' && before.name !== 'howMany') expect(before.name).toBe('checking');
          before = step;
        }
      }),
    );
  });
});
