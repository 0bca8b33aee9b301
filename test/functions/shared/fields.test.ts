import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type * as z from 'zod/mini';
import {
  BayId,
  BikeId,
  Instant,
  KioskId,
  MinorUnits,
  RentalId,
  RiderRef,
  SignedToken,
  Slot,
} from '../../../functions/shared/fields.ts';
import { uuid } from '../../../seams/random.ts';

describe('the fields that services share', () => {
  it.each<[string, z.ZodMiniType, unknown[], unknown[]]>([
    ['KioskId', KioskId, ['harbour', 'k-1', '7'], ['', 'Harbour', '-k', 'a/b', 'a'.repeat(64), 'a b', 'a\n']],
    ['BikeId', BikeId, ['HB-017', 'b'], ['', '-b', 'b#1', 'b/1']],
    ['BayId', BayId, [1, 999], [0, 1000, 1.5, '1']],
    ['Slot', Slot, [1, 20], [0, 21, 1.5]],
    [
      'Instant',
      Instant,
      ['2026-05-01T12:00:00.000Z'],
      ['2026-05-01T12:00:00Z', '2026-05-01T12:00:00.000+02:00', '2026-02-30T12:00:00.000Z'],
    ],
    ['RiderRef', RiderRef, ['rider_0123456789abcdef'], ['rider_short', 'RIDER_0123456789abcdef', '0123456789abcdef']],
    ['SignedToken', SignedToken, ['a.b.c', 'aA0_-.b.c'], ['a.b', 'a.b.', 'a.b.c.d', 'a b.c.d']],
    ['MinorUnits', MinorUnits, [0, 250], [-1, 0.5, '1']],
  ])('%s takes what it should and nothing else', (_, schema, good, bad) => {
    expect(good.map((value) => schema.safeParse(value).success)).toEqual(good.map(() => true));
    expect(bad.map((value) => schema.safeParse(value).success)).toEqual(bad.map(() => false));
  });

  it('RentalId takes every id that a kiosk can mint, and can be the name of an execution', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const id = uuid({ bytes: () => Uint8Array.from(bytes) });

        expect(RentalId.safeParse(id).success).toBe(true);
        expect(id).toMatch(/^[\w-]{1,80}$/);
      }),
    );
  });
});
