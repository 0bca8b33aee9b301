import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TRIP_COLUMNS, tripLines } from '../../cities/trips.ts';
import { StationStatus, stationTopic } from '../../functions/bikes/contract.ts';
import { inShort } from '../functions/bikes/logbook.ts';
import { openVirtualCity, type VirtualCity } from '../simulation/virtual-city.ts';
import { actByHand, actionsBy, bikeOf, bringBack, casesOf, executionOf, loggedOn, riderAt, viewOf } from './people.ts';

const MINUTE = 60_000;
const DAY = '2026-06-03';
const requestId = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

describe('what operators do by hand', () => {
  let city: VirtualCity;

  beforeAll(async () => {
    city = await openVirtualCity();
  });
  afterAll(() => city.close());

  it('ends a ride whose bike stands at a kiosk unseen: the rider pays until then, and the bike is for the next', async () => {
    const view = await riderAt(city, 'Greta', 'station-east').rent({ bikes: 1, card: 'good' });
    const bikeId = view.bikes[0]?.bikeId ?? '';
    await city.pass(90 * MINUTE);
    const startedAt = view.bikes[0]?.steps.find(({ step }) => step === 'onTrip')?.at ?? '';
    const endedAt = new Date(Date.parse(startedAt) + 10 * MINUTE).toISOString();
    const end = {
      ...{ kind: 'endRide', requestId: requestId(1), reason: 'The rider sent a photo of the docked bike.' },
      ...{ rentalId: view.rentalId, slot: 1, endedAt, place: { kioskId: 'library', bay: 6 } },
    };

    const done = await actByHand(city, end);
    const again = await actByHand(city, end);
    const { payment, status } = await viewOf(city, view.rentalId, 'to be paid', (one) => !!one.payment?.receipt);

    expect(done).toMatchObject({ outcome: 'made', operator: 'ada', reason: end.reason });
    expect(again).toEqual(done);
    expect(status).toBe('returned');
    expect(payment?.receipt?.lines).toMatchObject([{ bikeId, endedAt, minutes: 10, isMissing: false }]);
    expect(payment?.receipt?.captured).toBe(100 + 10 * 15);
    expect(await executionOf(city, 'ride', view.rentalId)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await bikeOf(city, bikeId)).toMatchObject({ state: 'available', kioskId: 'library', bay: 6 });
  });

  it('keeps a bay from riders, whose kiosk says so at once, until it is back in service', async () => {
    const bikesShown = () => {
      const topic = stationTopic(city.city.id, 'old-mill');
      const shown = city.host.iot.hub.retained.all().find((message) => message.topic === topic);
      return StationStatus.parse(JSON.parse(String(shown?.payload))).num_vehicles_available;
    };
    const before = bikesShown();
    const quarantine = { kind: 'quarantineBay', kioskId: 'old-mill', bay: 1, reason: 'The clamp is bent.' };

    await actByHand(city, { ...quarantine, requestId: requestId(2), isQuarantined: true });
    await city.pass(MINUTE);
    const during = bikesShown();
    const view = await riderAt(city, 'Marta', 'old-mill').rent({ bikes: 1 });
    await actByHand(city, { ...quarantine, requestId: requestId(3), isQuarantined: false });
    await city.pass(MINUTE);
    await bringBack(city, view.bikes[0]?.bikeId ?? '', 'old-mill');
    await city.pass(MINUTE);

    expect(during).toBe(before - 1);
    expect(view.bikes[0]?.bay).not.toBe(1);
    expect(bikesShown()).toBe(before);
  });

  it('takes a bike out of the offer, corrects a record, gives money back, and is refused what cannot be', async () => {
    const bikeId = String((await bikeOf(city, 'bike-001'))?.['bikeId']);
    const quarantine = { kind: 'quarantineBike', bikeId, reason: 'Its frame is bent.' };

    await actByHand(city, { ...quarantine, requestId: requestId(4), isQuarantined: true });
    const out = await bikeOf(city, bikeId);
    const refused = actByHand(city, { ...quarantine, requestId: requestId(5), isQuarantined: true });
    await expect(refused).rejects.toThrow(/transition-needless/);
    await city.pass(MINUTE);
    const place = { kioskId: 'rope-walk', bay: 2 };
    const found = { kind: 'correctBike', requestId: requestId(6), bikeId, state: 'available', place };
    await actByHand(city, { ...found, reason: 'It was carried there for the fair.' });
    const refund = { kind: 'refund', requestId: requestId(7), rentalId: requestId(99), amount: 1 };
    await expect(actByHand(city, { ...refund, reason: 'By mistake.' })).rejects.toThrow(/payment-unknown/);

    expect(out).toMatchObject({ state: 'non_operational' });
    expect(await bikeOf(city, bikeId)).toMatchObject({ state: 'available', ...place });
  });

  it('can be read by operators, each request once, with what came of it', async () => {
    const actions = await actionsBy(city);

    const told = actions.map(({ requestId: id, kind, outcome, error }) => [Number(id.slice(-2)), kind, outcome, error]);
    expect(told.sort(([a], [b]) => Number(b) - Number(a))).toEqual([
      [7, 'refund', 'refused', 'PaymentUnknown'],
      [6, 'correctBike', 'made', undefined],
      [5, 'quarantineBike', 'refused', 'TransitionNeedless'],
      [4, 'quarantineBike', 'made', undefined],
      [3, 'quarantineBay', 'made', undefined],
      [2, 'quarantineBay', 'made', undefined],
      [1, 'endRide', 'made', undefined],
    ]);
  });

  it('stands in the log of the day, from which the trips are put together', async () => {
    await city.pass(MINUTE);
    const { events, fares } = await loggedOn(city, DAY);
    const readDay = async function* pages(day: string) {
      yield await loggedOn(city, day);
    };
    const lines: string[] = [];
    for await (const line of tripLines(readDay, { day: DAY, daysAfter: 3, timeZone: city.city.timeZone }))
      lines.push(line.trimEnd());

    const of = (bikeId: string) => events.filter((event) => event.vehicle_id === bikeId).map(inShort);
    expect(of('bike-001')).toEqual([
      'bike-001: maintenance → non_operational',
      'bike-001: comms_lost, not_located, located → available',
    ]);
    expect(fares.map(({ fare }) => fare).sort()).toEqual(['resident', 'visitor']);
    expect(lines[0]).toBe(TRIP_COLUMNS.join(','));
    expect(lines.slice(1)).toEqual([
      expect.stringMatching(/Railway Station East,station-east,Public Library,library,.+,casual$/),
      expect.stringMatching(/Old Mill,old-mill,Old Mill,old-mill,.+,member$/),
    ]);
    expect(await casesOf(city)).toEqual([]);
  });
});
