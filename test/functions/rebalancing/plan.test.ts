import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Move } from '../../../functions/rebalancing/contract.ts';
import { metresBetween } from '../../../functions/rebalancing/distance.ts';
import { pairUp } from '../../../functions/rebalancing/pairs.ts';
import { roundOf } from '../../../functions/rebalancing/round.ts';
import { HOUR_MS, NINE, outlook, station } from './moves.ts';

const at = (hours: number) => new Date(NINE + hours * HOUR_MS).toISOString();
const briefly = ({ from, to, bikes, by, why }: Move) => [from.kioskId, to.kioskId, bikes, by, why];

describe('what becomes of a kiosk', () => {
  it('is that it runs empty, when the bikes are gone at the pace of the last hours', () => {
    const found = outlook(station('a', 20, 6), { departures: 12, arrivals: 4 });

    expect(found).toMatchObject({ lack: 10, spare: 0, emptyAtMs: NINE + 1.5 * HOUR_MS });
  });

  it('is that it runs full, when the docks are taken', () => {
    const found = outlook(station('a', 20, 16), { departures: 4, arrivals: 12 });

    expect(found).toMatchObject({ excess: 12, room: 0, lack: 0, fullAtMs: NINE + HOUR_MS });
  });

  it('is nothing where riders come and go alike: it keeps a fifth of bikes and of docks, and spares the rest', () => {
    const found = outlook(station('a', 20, 10), { departures: 9, arrivals: 9 });

    expect(found).toMatchObject({ lack: 0, excess: 0, spare: 6, room: 6 });
  });

  it('counts bikes that nobody may take for docks that nobody has, and never asks for more than there are docks', () => {
    const broken = { ...station('a', 10, 0), standing: { available: 0, non_operational: 9 } };

    expect(outlook(broken, { departures: 6 })).toMatchObject({ lack: 1, emptyAtMs: NINE });
  });
});

describe('the list of moves', () => {
  const list = (vanHolds: number, ...outlooks: ReturnType<typeof outlook>[]) => roundOf(pairUp(outlooks), vanHolds);

  it('brings bikes from the nearest that can do without, and says by when', () => {
    const moves = list(
      12,
      outlook(station('empty', 10, 1, 0), { departures: 2 }),
      outlook(station('near', 10, 7, 3)),
      outlook(station('far', 10, 8, 30)),
    );

    expect(moves.map(briefly)).toEqual([['near', 'empty', 4, at(1), 'runsEmpty']]);
  });

  it('takes them from the next where the nearest has not enough', () => {
    const moves = list(
      12,
      outlook(station('empty', 20, 0, 0)),
      outlook(station('near', 10, 4, 3)),
      outlook(station('far', 20, 10, 30)),
    );

    expect(moves.map(briefly)).toEqual([
      ['near', 'empty', 2, at(0), 'runsEmpty'],
      ['far', 'empty', 2, at(0), 'runsEmpty'],
    ]);
  });

  it('rather takes them from where it runs full, which helps both', () => {
    const moves = list(
      12,
      outlook(station('empty', 10, 0, 0)),
      outlook(station('near', 10, 7, 10)),
      outlook(station('full', 10, 10, 15)),
    );

    expect(moves.map(briefly)).toEqual([['full', 'empty', 2, at(0), 'runsEmpty']]);
  });

  it('relieves what runs full where there is room', () => {
    const moves = list(12, outlook(station('full', 10, 8, 0), { arrivals: 4 }), outlook(station('roomy', 20, 8, 5)));

    expect(moves.map(briefly)).toEqual([['full', 'roomy', 6, at(1), 'runsFull']]);
  });

  it('makes several loads of what a van does not hold', () => {
    const moves = list(5, outlook(station('empty', 40, 0)), outlook(station('near', 40, 30, 3)));

    expect(moves.map(({ bikes }) => bikes)).toEqual([5, 3]);
  });

  it('is in an order that makes a round: what is urgent first, and then what is near', () => {
    const moves = list(
      4,
      outlook(station('later', 10, 2, 0), { departures: 2 }),
      outlook(station('now-west', 10, 0, 10)),
      outlook(station('now-east', 10, 0, 90)),
      outlook(station('west', 10, 10, 12)),
      outlook(station('east', 10, 10, 92)),
    );

    expect(moves.map(({ to }) => to.kioskId)).toEqual(['now-east', 'now-west', 'later']);
  });

  it('is empty where nobody lacks anything, or nobody can help', () => {
    expect(list(12, outlook(station('a', 10, 5)), outlook(station('b', 10, 5)))).toEqual([]);
    expect(list(12, outlook(station('a', 10, 0)), outlook(station('b', 10, 1)))).toEqual([]);
  });

  it('never loads more than a van holds, empties nobody below their own need, or brings more than fits', () => {
    const kiosk = fc.record({
      bays: fc.integer({ min: 1, max: 40 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      at: fc.integer({ min: 0, max: 500 }),
      arrivals: fc.integer({ min: 0, max: 60 }),
      departures: fc.integer({ min: 0, max: 60 }),
    });
    fc.assert(
      fc.property(
        fc.array(kiosk, { minLength: 2, maxLength: 12 }),
        fc.integer({ min: 1, max: 15 }),
        (city, vanHolds) => {
          const outlooks = city.map(({ bays, share, at: place, arrivals, departures }, index) =>
            outlook(station(`k${index}`, bays, Math.floor(bays * share), place), { arrivals, departures }),
          );

          const moves = list(vanHolds, ...outlooks);

          for (const { bikes, from, to } of moves) {
            expect(bikes).toBeGreaterThan(0);
            expect(bikes).toBeLessThanOrEqual(vanHolds);
            expect(from.kioskId).not.toBe(to.kioskId);
          }
          const total = (end: 'from' | 'to', kioskId: string) =>
            moves.filter((move) => move[end].kioskId === kioskId).reduce((sum, { bikes }) => sum + bikes, 0);
          for (const { station: one, spare, lack, room } of outlooks) {
            expect(total('from', one.kioskId)).toBeLessThanOrEqual(spare);
            expect(total('to', one.kioskId)).toBeLessThanOrEqual(Math.max(lack, room));
          }
        },
      ),
    );
  });
});

describe('the distance between two places', () => {
  it('is some 111 km for a degree to the north, and less to the east the further north', () => {
    const metres = metresBetween({ lat: 60, lon: 10 }, { lat: 61, lon: 10 });
    const east = metresBetween({ lat: 60, lon: 10 }, { lat: 60, lon: 11 });

    expect(metres / 1000).toBeCloseTo(111.2, 1);
    expect(east / metres).toBeCloseTo(0.5, 2);
  });
});
