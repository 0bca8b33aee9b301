import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Priority } from '../../../functions/workshop/contract.ts';
import { farness, inWalkingOrder } from '../../../functions/workshop/stop.ts';
import { minute } from './bench.ts';

const STOPS = new Map([
  ['a', { lat: 42.0, lon: -77.0 }],
  ['b', { lat: 42.0, lon: -77.01 }],
  ['c', { lat: 42.0, lon: -77.02 }],
  ['d', { lat: 42.0, lon: -77.03 }],
]);
const order = (id: string, kioskId: string | undefined, priority: Priority = 'soon', due = 0) => ({
  ...{ id, priority, dueAt: minute(due) },
  ...(kioskId ? { place: { kioskId, bay: 1 } } : {}),
});
const ids = (orders: { id: string }[]) => orders.map(({ id }) => id);

describe('work orders in walking order', () => {
  it('go from each bike to the nearest next', () => {
    const walk = inWalkingOrder(
      [order('1', 'c'), order('2', 'a'), order('3', 'd'), order('4', 'b')],
      STOPS,
      STOPS.get('a'),
    );

    expect(ids(walk)).toEqual(['2', '4', '1', '3']);
  });

  it('put danger before everything, and go on from where that has led', () => {
    const walk = inWalkingOrder(
      [order('near', 'a'), order('danger', 'd', 'urgent'), order('far', 'c')],
      STOPS,
      STOPS.get('a'),
    );

    expect(ids(walk)).toEqual(['danger', 'far', 'near']);
  });

  it('begin with what is due first, where no kiosk is named', () => {
    const walk = inWalkingOrder(
      [order('later', 'a', 'soon', 9), order('first', 'c', 'soon', 1), order('by', 'd', 'soon', 5)],
      STOPS,
    );

    expect(ids(walk)).toEqual(['first', 'by', 'later']);
  });

  it('put bikes that stand nowhere, or at a kiosk that nobody knows, after those of their priority', () => {
    const walk = inWalkingOrder(
      [order('out', undefined), order('lost', 'atlantis'), order('here', 'b'), order('rest', 'a', 'routine')],
      STOPS,
    );

    expect(ids(walk)).toEqual(['here', 'out', 'lost', 'rest']);
  });

  it('measure a degree of longitude by how far north it is', () => {
    const north = farness({ lat: 60, lon: 10 }, { lat: 60, lon: 11 });
    const equator = farness({ lat: 0, lon: 10 }, { lat: 0, lon: 11 });

    expect(north / equator).toBeCloseTo(0.5, 3);
  });

  it('hold each order once, whatever there is', () => {
    const orders = fc.array(
      fc.record({
        kioskId: fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'atlantis'), { nil: undefined }),
        priority: fc.constantFrom<Priority>('urgent', 'soon', 'routine'),
        due: fc.nat(100),
      }),
    );

    fc.assert(
      fc.property(orders, fc.constantFrom(undefined, 'a', 'd'), (all, from) => {
        const given = all.map(({ kioskId, priority, due }, index) => order(String(index), kioskId, priority, due));
        const walk = inWalkingOrder(given, STOPS, STOPS.get(from ?? ''));
        const ranks = walk.map(({ priority }) => ['urgent', 'soon', 'routine'].indexOf(priority));
        expect(ids(walk).toSorted()).toEqual(ids(given).toSorted());
        expect(ranks).toEqual(ranks.toSorted());
      }),
    );
  });
});
