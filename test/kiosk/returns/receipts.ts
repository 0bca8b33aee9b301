import type { BikeStep, RentalView } from '../../../functions/orchestration/contract.ts';
import type { Fare, Receipt } from '../../../functions/payments/contract.ts';

export const RENTAL = '11111111-1111-4111-8111-111111111111';
export const FARE: Fare = { currency: 'USD', unlockFee: 100, perMinute: 15, freeMinutes: 0, dailyCap: 1800 };

type Line = Receipt['lines'][number];

export const line = (parts: Partial<Line> = {}): Line => ({
  slot: 1,
  bikeId: 'bike-7',
  startedAt: '2026-06-01T10:00:00.000Z',
  endedAt: '2026-06-01T10:20:30.000Z',
  isMissing: false,
  minutes: 21,
  freeMinutes: 0,
  graceMinutes: 0,
  amount: 415,
  ...parts,
});

export const receipt = (parts: Partial<Receipt> = {}): Receipt => ({
  rentalId: RENTAL,
  kind: 'visitor',
  currency: 'USD',
  lines: [line()],
  notHandedOver: [],
  total: 0,
  authorized: 0,
  captured: 0,
  refunded: 0,
  outstanding: 0,
  issuedAt: '2026-06-01T10:20:33.000Z',
  ...parts,
});

/** A rental whose bikes stand at these steps. */
export const view = (steps: BikeStep[], parts: Partial<RentalView> = {}): RentalView => ({
  rentalId: RENTAL,
  kioskId: 'k9',
  status: 'handedOver',
  bikesAsked: steps.length,
  requestedAt: '2026-06-01T10:00:00.000Z',
  bikes: steps.map((step, index) => ({ slot: index + 1, bikeId: `bike-${index + 7}`, bay: 1, step, steps: [] })),
  revision: 9,
  ...parts,
});
