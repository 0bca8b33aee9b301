import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { type PaymentEvent, SANDBOX_CARDS } from '../../../functions/payments/contract.ts';
import type { SandboxHold } from '../../../functions/payments/sandbox-hold.ts';
import type { Versioned } from '../../../functions/shared/table.ts';
import { useDynamo } from '../dynamo.ts';
import { chances, Interleaving } from '../interleaving.ts';
import { ride, type Till, till } from './till.ts';

const dynamo = useDynamo();

/** Each run makes some hundred calls to the database. */
const RUNS = { numRuns: 25 };
jest.setTimeout(120_000);
const FARE = 550;
const HELD = 1800;
const request = (number: number) => `10000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** What a workflow tries again: lost answers, and faults of the acquirer. */
const FAULTS = ['Injected', 'AcquirerUnavailable', 'ItemContended'];

async function retried<Answer>(work: () => Promise<Answer>, retries = 50): Promise<Answer> {
  for (let left = retries; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Error) || !FAULTS.includes(error.name) || left === 0) throw error;
    }
  }
}

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
const refundedOf = (hold: SandboxHold | undefined) => sum(Object.values(hold?.refunds ?? {}));

/**
 * Throws as soon as the acquirer's books show what may never be: money taken beyond the fare or the hold, taken
 * twice, taken after it was let go, or given back beyond what was taken.
 */
function watchHolds(): (item: Versioned) => void {
  const before = new Map<string, SandboxHold>();
  return (item) => {
    if (!item.pk.startsWith('hold#')) return;
    const hold = item as SandboxHold;
    const last = before.get(item.pk);
    before.set(item.pk, hold);
    if (hold.captured > Math.min(hold.amount, FARE)) throw new Error(`${hold.captured} was captured.`);
    if (last && last.captured > 0 && hold.captured !== last.captured) throw new Error('It was captured twice.');
    if (last && ['cancelled', 'declined'].includes(last.status) && ['held', 'captured'].includes(hold.status))
      throw new Error(`A hold that was ${last.status} is ${hold.status}.`);
    if (refundedOf(hold) > hold.captured) throw new Error('More was given back than was taken.');
  };
}

/** Throws unless both books tell the same of a payment that is settled: all that was held is captured or let go. */
async function checkSettled(shop: Till, rental: number): Promise<string> {
  const [payment, hold] = [await shop.payment(rental), await shop.hold(rental)];
  const status = payment?.status ?? 'none';
  const captured = hold?.captured ?? 0;
  expect(hold?.status).not.toBe('held');
  expect(payment?.receipt?.captured ?? 0).toBe(captured);
  expect(payment?.receipt?.refunded ?? 0).toBe(refundedOf(hold));
  if (status === 'voided' || status === 'declined') expect(captured).toBe(0);
  expect((await shop.unsettled()).payments).toEqual([]);
  return status;
}

/** Each change of status is told as one thing that happened once, however often it is told. */
function tellsOneStory(told: PaymentEvent[]): boolean {
  const happened = new Set(told.map(({ type, at, status, authorized }) => [type, at, status, authorized].join()));
  return happened.size === new Set(told.map(({ type }) => type)).size;
}

const cards = fc.constantFrom(...Object.values(SANDBOX_CARDS));

describe('an authorisation that races with its undo', () => {
  it('never leaves a hold behind, whoever is first and whatever is lost', async () => {
    await fc.assert(
      fc.asyncProperty(cards, chances(5), async (card, chosen) => {
        const interleaving = new Interleaving(chosen, watchHolds());
        const shop = await till(dynamo, interleaving);
        const authorize = () => retried(() => shop.authorize(1, { card }));

        const [first, second, undo] = await interleaving.run([authorize, authorize, () => retried(() => shop.void(1))]);

        expect(undo?.status).toBe('fulfilled');
        for (const result of [first, second])
          if (result?.status === 'rejected') expect(['PaymentClosed', 'PaymentDeclined']).toContain(result.reason.name);
        expect(['voided', 'declined']).toContain(await checkSettled(shop, 1));
        expect(tellsOneStory(shop.told)).toBe(true);
      }),
      RUNS,
    );
  });

  it('holds once where the same command runs several times at once', async () => {
    await fc.assert(
      fc.asyncProperty(chances(5), async (chosen) => {
        const interleaving = new Interleaving(chosen, watchHolds());
        const shop = await till(dynamo, interleaving);
        const authorize = () => retried(() => shop.authorize(1));

        const results = await interleaving.run([authorize, authorize, authorize]);

        for (const result of results)
          expect(result).toMatchObject({ value: { status: 'authorized', authorized: HELD } });
        expect(await shop.hold(1)).toMatchObject({ status: 'held', amount: HELD, attempts: 1 });
      }),
      RUNS,
    );
  });
});

describe('a capture that races with a void', () => {
  it('takes the fare or lets go of the hold, never both', async () => {
    await fc.assert(
      fc.asyncProperty(cards, chances(5), async (card, chosen) => {
        const interleaving = new Interleaving(chosen, watchHolds());
        const shop = await till(dynamo, interleaving);
        const authorized = await retried(() => shop.authorize(1, { card }), 1).catch(() => undefined);
        fc.pre(authorized !== undefined);
        const capture = () => retried(() => shop.capture(1));

        const [captured] = await interleaving.run([capture, () => retried(() => shop.void(1)), capture]);

        const status = await checkSettled(shop, 1);
        const hold = await shop.hold(1);
        if (captured?.status === 'fulfilled') expect([status, hold?.captured]).toEqual(['captured', FARE]);
        else expect([status, captured?.reason.name, hold?.status]).toEqual(['voided', 'PaymentClosed', 'cancelled']);
        expect(tellsOneStory(shop.told)).toBe(true);
      }),
      RUNS,
    );
  });
});

describe('refunds that race', () => {
  it('give back each request once, and together no more than was taken', async () => {
    const amounts = fc.array(fc.integer({ min: 1, max: FARE }), { minLength: 2, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(amounts, chances(6), async (asked, chosen) => {
        const interleaving = new Interleaving(chosen, watchHolds());
        const shop = await till(dynamo, interleaving);
        await shop.authorize(1);
        await shop.capture(1);

        const results = await interleaving.run(
          asked.flatMap((amount, number) => {
            const refund = () => retried(() => shop.refund(1, request(number), amount));
            return [refund, refund];
          }),
        );

        for (const result of results)
          if (result.status === 'rejected') expect(result.reason.name).toBe('RefundRefused');
        const hold = await shop.hold(1);
        expect(hold?.refunds).toEqual(
          Object.fromEntries(
            asked.flatMap((amount, number) =>
              results[2 * number]?.status === 'fulfilled' ? [[request(number), amount]] : [],
            ),
          ),
        );
        await checkSettled(shop, 1);
      }),
      RUNS,
    );
  });
});

describe('any sequence of commands', () => {
  const command = fc.constantFrom('authorize', 'settleNone', 'settleOne', 'void', 'capture', 'refund');
  type Command = 'authorize' | 'settleNone' | 'settleOne' | 'void' | 'capture' | 'refund';
  const refusals = ['PaymentClosed', 'PaymentUnknown', 'PaymentDeclined', 'RefundRefused'];

  it('takes no more than the fare, and accounts for all that was held, however many answers are lost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 8 }), cards, chances(3), async (commands, card, chosen) => {
        const interleaving = new Interleaving(chosen, watchHolds());
        const shop = await till(dynamo, interleaving);
        const does: Record<Command, () => Promise<unknown>> = {
          authorize: () => shop.authorize(1, { card }),
          settleNone: () => shop.settle(1, 0),
          settleOne: () => shop.settle(1, 1),
          void: () => shop.void(1),
          capture: () => shop.capture(1, [ride(30)]),
          refund: () => shop.refund(1, request(1), 100),
        };
        /** Tries each command a few times and goes on: some of them are left half way. */
        const life = async () => {
          for (const next of commands)
            await retried(does[next], 2).catch((error: Error) =>
              expect([...refusals, ...FAULTS]).toContain(error.name),
            );
        };

        await interleaving.run([life]);
        // What any rental ends with: its ride is charged, or it is undone; and who was not answered asks again.
        await retried(does.capture).catch(() => undefined);
        await retried(does.void);
        if (commands.includes('refund')) await retried(does.refund).catch(() => undefined);

        const [payment, hold] = [await shop.payment(1), await shop.hold(1)];
        await checkSettled(shop, 1);
        if (payment?.authorized) expect(hold).toMatchObject({ amount: payment.authorized });
        if (hold?.status === 'captured') expect(payment).toMatchObject({ status: 'captured', authorized: hold.amount });
        expect(hold?.captured ?? 0).toBeLessThanOrEqual(FARE);
        expect(tellsOneStory(shop.told)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
