import { describe, expect, it } from '@jest/globals';
import { type BikeNews, newCard, takeIn } from '../../../functions/workshop/bike-card.ts';
import { findingOf } from '../../../functions/workshop/said.ts';
import { triage } from '../../../functions/workshop/triage.ts';
import { BIKE, change, DAY, minute, RULES, ride, said, told } from './bench.ts';

const judge = (news: BikeNews[], at = 600) =>
  triage(news.reduce(takeIn, newCard(BIKE, minute(-1))), RULES, Date.parse(minute(at)));

type Row = [what: string, news: BikeNews[], priority: string | undefined, kinds: string[]];
const RIDES = [ride(0, 20), ride(30, 50), ride(60, 80)];

const TABLE: Row[] = [
  ['nothing', [], undefined, []],
  ['rides alone', RIDES.flat(), undefined, []],
  ['brakes', [said('brakes', 10)], 'urgent', ['brakes']],
  ['a frame', [said('frame', 10)], 'urgent', ['frame']],
  ['tyres', [said('tyres', 10)], 'urgent', ['tyres']],
  ['a machine that could not give the bike', [told('BikeWithdrawn', 10)], 'urgent', ['withdrawn']],
  ['one harmless thing', [said('saddle', 10)], undefined, []],
  ['a harmless thing and another', [said('saddle', 10), said('lights', 11)], undefined, []],
  [
    'the same harmless thing after two rides',
    [...ride(0, 20), said('chain', 21), ...ride(30, 50), said('chain', 51)],
    'soon',
    ['chain'],
  ],
  [
    'the same after two rides, with what was noted before',
    [...ride(0, 20), said('chain', 21), said('lights', 22), ...ride(30, 50), said('chain', 51)],
    'soon',
    ['chain', 'lights'],
  ],
  [
    'a hundred reports from one ride',
    [...ride(0, 20), ...Array.from({ length: 100 }, (_, second) => said('chain', 21 + second / 60))],
    undefined,
    [],
  ],
  [
    'two that differ after two rides',
    [...ride(0, 20), said('chain', 21), ...ride(30, 50), said('lights', 51)],
    undefined,
    [],
  ],
  ['danger among harmless things', [said('saddle', 9), said('brakes', 10)], 'urgent', ['saddle', 'brakes']],
  [
    'two photos that were not taken, for different rides',
    [told('PhotoMissing', 0), ...ride(1, 20), told('PhotoMissing', 30), ...ride(31, 50)],
    'soon',
    ['photoGap'],
  ],
  ['one photo that was not taken, told twice', [told('PhotoMissing', 0), told('PhotoMissing', 0)], undefined, []],
  [
    'two short rides that ended where they began',
    [...ride(0, 2, 'harbour'), ...ride(60, 62, 'harbour')],
    'soon',
    ['shortRide'],
  ],
  ['one short ride', ride(0, 2, 'harbour'), undefined, []],
  ['two short rides that went elsewhere', [...ride(0, 2), ...ride(60, 62)], undefined, []],
  ['two rides of just three minutes', [...ride(0, 3, 'harbour'), ...ride(60, 63, 'harbour')], undefined, []],
  [
    'two short rides a day and a minute apart',
    [...ride(0, 2, 'harbour'), ...ride(DAY, DAY + 3 - 0.5, 'harbour')],
    undefined,
    [],
  ],
  ['one short ride that is told twice', [...ride(0, 2, 'harbour'), ...ride(0, 2, 'harbour')], undefined, []],
  ['as many rides as an inspection allows, less one', [...RIDES, ride(90, 99)].flat(), undefined, []],
  ['as many rides as an inspection allows', [...RIDES, ride(90, 99), ride(100, 109)].flat(), 'routine', ['inspection']],
  ['four rides, one of them told twice', [...RIDES, ride(90, 99), told('TripEnded', 99, 90)].flat(), undefined, []],
  [
    'a harmless part that is dangerous, a rider says',
    [said('saddle', 10, { severity: 'dangerous' })],
    'urgent',
    ['saddle'],
  ],
  [
    'brakes with which one can ride, a rider says',
    [said('brakes', 10, { severity: 'rideable' })],
    'urgent',
    ['brakes'],
  ],
  ['what makes it hard to ride', [said('chain', 10, { severity: 'hardToRide' })], 'soon', ['chain']],
  ['what is merely annoying', [said('chain', 10, { severity: 'rideable' })], undefined, []],
  [
    'what is merely annoying, after two rides',
    [
      ...[...ride(0, 20), said('chain', 21, { severity: 'rideable' })],
      ...[...ride(30, 50), said('chain', 51, { severity: 'rideable' })],
    ],
    'soon',
    ['chain'],
  ],
  [
    'how bad it is, told once the part was',
    [said('chain', 10), said('chain', 10, { severity: 'hardToRide' })],
    'soon',
    ['chain'],
  ],
  ['what an operator changes', [change('non_operational', 5)], undefined, []],
];

describe('what is said of a bike', () => {
  it.each(TABLE)('is judged by rule: %s', (_, news, priority, kinds) => {
    const judged = judge(news);

    expect([judged?.priority, judged?.findings.map(({ kind }) => kind) ?? []]).toEqual([priority, kinds]);
  });

  it.each(TABLE.filter(([, news]) => news.length < 20))(
    'is judged the same in whatever order it is told: %s',
    (_, news, priority) => {
      const backwards = judge(news.toReversed());
      const twice = judge([...news, ...news]);

      expect([backwards?.priority, twice?.priority]).toEqual([priority, priority]);
    },
  );

  it('is an inspection that falls due after so many days, and not an hour sooner', () => {
    const before = judge([], 90 * DAY - 61);
    const after = judge([], 90 * DAY);

    expect([before, after?.priority]).toEqual([undefined, 'routine']);
    expect(after?.findings).toEqual([
      { kind: 'inspection', firstAt: minute(90 * DAY - 1), lastAt: minute(90 * DAY - 1) },
    ]);
  });

  it('keeps the first and the last time that it was said', () => {
    const judged = judge([said('brakes', 30), said('brakes', 10), said('brakes', 20)]);

    expect(judged?.findings).toEqual([{ kind: 'brakes', firstAt: minute(10), lastAt: minute(30) }]);
  });

  it('keeps the worst that was said of it, and the photos that were sent along, the newest first', () => {
    const photoIds = ['1', '2', '3', '4'].map((digit) => digit.repeat(32));
    const judged = judge([
      said('chain', 10, { severity: 'hardToRide', photoId: photoIds[0] }),
      said('chain', 20, { severity: 'rideable', photoId: photoIds[1] }),
      ...photoIds.slice(2).map((photoId, number) => said('chain', 30 + number, { photoId })),
      said('chain', 20, { severity: 'rideable', photoId: photoIds[1] }),
    ]);

    const times = { firstAt: minute(10), lastAt: minute(31) };
    expect(judged?.findings).toEqual([
      { kind: 'chain', ...times, severity: 'hardToRide', photoIds: photoIds.toReversed().slice(0, 3) },
    ]);
  });

  it('tells of the newest photo first, also where a table has given them back in another order', () => {
    const [older, newer] = [30, 31].map((at) => ({ [String(at).repeat(16)]: minute(at) }));
    const kept = (photos: Record<string, string>) => ({ firstAt: minute(30), lastAt: minute(31), photos });

    const photoIds = findingOf('chain', kept({ ...older, ...newer })).photoIds;

    expect(photoIds).toEqual(['31'.repeat(16), '30'.repeat(16)]);
    expect(findingOf('chain', kept({ ...newer, ...older })).photoIds).toEqual(photoIds);
  });

  it('counts no ride twice that has left the memory', () => {
    const many = Array.from({ length: 40 }, (_, hour) => ride(hour * 60, hour * 60 + 30)).flat();
    const card = many.reduce(takeIn, newCard(BIKE, minute(-1)));

    const again = takeIn(card, many[1] as BikeNews);

    expect(card.ridesSince).toBe(40);
    expect(again.ridesSince).toBe(40);
    expect(again.rides).toHaveLength(30);
  });
});

describe('where a bike was last seen', () => {
  const seen = (...news: BikeNews[]) => news.reduce(takeIn, newCard(BIKE, minute(-1))).seen;

  it('is what was told last, by when it happened', () => {
    const [start, end] = ride(0, 20);

    expect(seen(end as BikeNews, start as BikeNews)).toEqual({
      at: minute(20),
      state: 'available',
      kioskId: 'library',
      bay: 3,
    });
  });

  it('is nowhere while it is out with a rider, or missing', () => {
    expect(seen(told('TripStarted', 1))).toEqual({ at: minute(1), state: 'on_trip' });
    expect(seen(told('BikeMissing', 2))).toEqual({ at: minute(2), state: 'missing' });
  });

  it('is nowhere that is known once it was collected', () => {
    const { kioskId: _, bay: __, ...collected } = change('removed', 3, { event: 'maintenance_pick_up' });

    expect(seen(told('TripEnded', 1), collected)).toMatchObject({ state: 'removed', kioskId: undefined });
  });

  it('is where it stood, when a report takes it out of the offer', () => {
    expect(seen(told('TripEnded', 1), said('brakes', 2, { isWithdrawn: true }))).toMatchObject({
      ...{ state: 'non_operational', kioskId: 'harbour', bay: 3 },
    });
  });
});
