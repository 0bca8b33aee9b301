import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { Fare, type Tariff } from '../../../functions/payments/contract.ts';
import { handler, quoteFare } from '../../../functions/payments/quote-fare.ts';
import { fareFor, readTariff } from '../../../functions/payments/tariff.ts';
import { captureLog } from '../shared/captured-log.ts';

const resident: Fare = { currency: 'EUR', unlockFee: 0, perMinute: 0, freeMinutes: 60, dailyCap: 0 };
const visitor: Fare = { currency: 'EUR', unlockFee: 100, perMinute: 12, freeMinutes: 0, dailyCap: 2500 };
const limits = { graceMinutes: 15, overdueMinutes: 1440, missingMinutes: 2880 };
const tariff: Tariff = { resident, visitor, ...limits };
const json = JSON.stringify(tariff);

describe('a tariff', () => {
  it('is read from its text', () => {
    expect(readTariff(json)).toEqual(tariff);
  });

  it.each([
    ['is no JSON', 'free'],
    ['has no visitors', JSON.stringify({ resident, ...limits })],
    ['has a negative fee', JSON.stringify({ ...tariff, visitor: { ...visitor, unlockFee: -1 } })],
    ['has fractions of a cent', JSON.stringify({ ...tariff, visitor: { ...visitor, perMinute: 0.5 } })],
    ['has no limits', JSON.stringify({ resident, visitor })],
    ['has no currency of ISO 4217', JSON.stringify({ ...tariff, visitor: { ...visitor, currency: '€' } })],
  ])('is refused when it %s', (_, text) => {
    expect(() => readTariff(text)).toThrow();
  });

  it('has a fare for each kind of rider', () => {
    expect(fareFor(tariff, 'resident')).toBe(resident);
    expect(fareFor(tariff, 'visitor')).toBe(visitor);
  });
});

describe('quoting a fare', () => {
  const { TARIFF } = process.env;
  afterEach(() => {
    jest.restoreAllMocks();
    if (TARIFF === undefined) delete process.env['TARIFF'];
    else process.env['TARIFF'] = TARIFF;
  });

  it('tells a visitor what riding costs', async () => {
    const quote = await quoteFare({ tariff })({ kind: 'visitor' });

    expect(Fare.parse(quote)).toEqual(visitor);
  });

  it("reads the city's tariff from the environment", async () => {
    process.env['TARIFF'] = json;

    expect(await handler({ kind: 'resident' }, {} as Context)).toEqual(resident);
  });

  it('knows no third kind of rider', async () => {
    const log = captureLog();

    await expect(handler({ kind: 'mechanic' }, {} as Context)).rejects.toMatchObject({ name: 'CommandMalformed' });
    expect(log.join()).toContain('CommandMalformed');
  });
});
