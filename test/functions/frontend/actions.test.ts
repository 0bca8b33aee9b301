import { describe, expect, it } from '@jest/globals';
import { listActions } from '../../../functions/frontend/operators/list-actions.ts';
import type { OperatorsDesk } from '../../../functions/frontend/operators/operators-desk.ts';
import { takeAction } from '../../../functions/frontend/operators/take-action.ts';
import { dynamoActions, MONTH_INDEX } from '../../../functions/operations/action-book.ts';
import { listActions as listKept } from '../../../functions/operations/list-actions.ts';
import { noteAction } from '../../../functions/operations/note-action.ts';
import { Relayed } from '../../../functions/shared/errors.ts';
import type { HttpRequest } from '../../../functions/shared/http-handler.ts';
import { useDynamo } from '../dynamo.ts';
import { standingClock } from '../rental-tokens.ts';

const dynamo = useDynamo();

const requestId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const rentalId = '11111111-1111-4111-8111-111111111111';
const asked = { requestId, reason: 'A rider has called.' };
const QUARANTINE = { kind: 'quarantineBike', ...asked, bikeId: 'bike-001', isQuarantined: true };
const place = { kioskId: 'market-hall', bay: 3 };

const request = (body: object, changes: Partial<HttpRequest> = {}): HttpRequest => ({
  headers: { 'content-type': 'application/json' },
  parameters: {},
  query: {},
  body: JSON.stringify(body),
  kioskId: undefined,
  person: { sub: 'olga', groups: ['operators'] },
  ...changes,
});

/** The operators' desk with the real book of actions; what the other services were asked, in order. */
async function desk(fault?: () => Error | undefined) {
  const table = await dynamo.createTable({ name: MONTH_INDEX, partitionKey: 'month', sortKey: 'askedAt' });
  const actions = dynamoActions(dynamo.client, table);
  const clock = standingClock('2026-06-03T12:00:00.000Z');
  const made: [keyof OperatorsDesk, object][] = [];
  const perform =
    (name: keyof OperatorsDesk) =>
    async (command: object): Promise<never> => {
      made.push([name, command]);
      const failed = fault?.();
      if (failed) throw failed;
      return {} as never;
    };
  const services: OperatorsDesk = {
    noteAction: noteAction({ actions, clock }),
    changeBike: perform('changeBike'),
    quarantineBay: perform('quarantineBay'),
    endRide: perform('endRide'),
    correctBike: perform('correctBike'),
    refundPayment: perform('refundPayment'),
  };
  const list = listActions({ actions: { listActions: listKept({ actions, clock }) } });
  return {
    made,
    take: takeAction({ desk: services }),
    list,
    kept: async () => ((await list(request({}))).body as { actions: object[] }).actions,
  };
}

describe("an operator's action", () => {
  it.each([
    [QUARANTINE, 'changeBike', { bikeId: 'bike-001', event: 'maintenance', to: 'non_operational' }],
    [
      { ...QUARANTINE, isQuarantined: false },
      'changeBike',
      { bikeId: 'bike-001', event: 'maintenance', to: 'available' },
    ],
    [
      { kind: 'quarantineBay', ...asked, ...place, isQuarantined: true },
      'quarantineBay',
      { ...place, isQuarantined: true },
    ],
    [
      { kind: 'endRide', ...asked, rentalId, slot: 1, endedAt: '2026-06-03T11:00:00.000Z', place },
      'endRide',
      { rentalId, slot: 1, endedAt: '2026-06-03T11:00:00.000Z', place },
    ],
    [
      { kind: 'correctBike', ...asked, bikeId: 'bike-001', state: 'available', place },
      'correctBike',
      { bikeId: 'bike-001', state: 'available', place },
    ],
  ] as const)(
    '%j is made by bikes, in the name of whoever is signed in, and written down',
    async (body, name, what) => {
      const { take, made, kept } = await desk();

      const answer = await take(request(body));

      const by = { changeId: requestId, by: 'operator/olga', reason: asked.reason };
      expect(made).toMatchObject([[name, { ...by, ...what }]]);
      expect(answer).toMatchObject({ status: 200, body: { requestId, operator: 'olga', outcome: 'made' } });
      const { requestId: _, reason, kind, ...details } = body;
      expect(await kept()).toMatchObject([{ requestId, kind, operator: 'olga', reason, details, outcome: 'made' }]);
    },
  );

  it('gives money back by payments', async () => {
    const { take, made } = await desk();

    await take(request({ kind: 'refund', ...asked, rentalId, amount: 250 }));

    expect(made).toEqual([['refundPayment', { ...asked, operator: 'olga', rentalId, amount: 250 }]]);
  });

  it('is made once, however often it is sent', async () => {
    const { take, made, kept } = await desk();
    const first = await take(request(QUARANTINE));

    const again = await take(request(QUARANTINE));

    expect(again).toEqual(first);
    expect(made).toHaveLength(1);
    expect(await kept()).toHaveLength(1);
  });

  it('that the service refuses is refused under the same name, and written down as refused', async () => {
    const { take, kept } = await desk(() => new Relayed('TransitionRefused', 'Bike bike-001 is on_trip.'));

    await expect(take(request(QUARANTINE))).rejects.toMatchObject({ name: 'TransitionRefused' });
    expect(await kept()).toMatchObject([{ requestId, outcome: 'refused', error: 'TransitionRefused' }]);
  });

  it('of which nobody knows what came of it stays as asked for, until the same request completes it', async () => {
    const faults = [new Relayed('ServiceUnavailable', 'Busy.'), undefined];
    const { take, made, kept } = await desk(() => faults.shift());
    await expect(take(request(QUARANTINE))).rejects.toMatchObject({ name: 'ServiceUnavailable' });
    const between = await kept();

    await take(request(QUARANTINE));

    expect(between).toMatchObject([{ outcome: 'asked' }]);
    expect(made).toHaveLength(2);
    expect(await kept()).toMatchObject([{ outcome: 'made' }]);
  });

  it('under the id of another is refused before anything is done', async () => {
    const { take, made } = await desk();
    await take(request(QUARANTINE));

    const other = take(request({ ...QUARANTINE, bikeId: 'bike-002' }));

    await expect(other).rejects.toMatchObject({ name: 'ActionConflict' });
    expect(made).toHaveLength(1);
  });

  it.each([
    [{ ...QUARANTINE, kind: 'dance' }, '#/kind'],
    [{ ...QUARANTINE, requestId: 'one' }, '#/requestId'],
    [{ ...QUARANTINE, reason: '' }, '#/reason'],
    [{ ...QUARANTINE, operator: 'mayor' }, '#/operator'],
    [{ kind: 'endRide', ...asked, rentalId, slot: 1, endedAt: 'now' }, '#/endedAt'],
    [{ kind: 'refund', ...asked, rentalId, amount: -1 }, '#/amount'],
    [{ kind: 'quarantineBay', ...asked, kioskId: 'market-hall', bay: 0, isQuarantined: true }, '#/bay'],
  ])('that is not well formed is refused with where, and nothing is written: %j', async (body, pointer) => {
    const { take, made, kept } = await desk();

    await expect(take(request(body))).rejects.toMatchObject({ faults: [{ pointer }] });
    expect(made).toEqual([]);
    expect(await kept()).toEqual([]);
  });

  it.each([
    ['a resident', { sub: 'rosa', groups: [] }, 'RoleMissing'],
    ['a mechanic', { sub: 'mika', groups: ['mechanics'] }, 'RoleMissing'],
    ['nobody', undefined, 'PersonUnidentified'],
  ])('is for operators: %s is refused', async (_, person, name) => {
    const { take, list, made } = await desk();

    for (const route of [take, list])
      await expect(route(request(QUARANTINE, { person }))).rejects.toMatchObject({ name });
    expect(made).toEqual([]);
  });

  it('is listed by a month that is one', async () => {
    const { list } = await desk();

    await expect(list(request({}, { query: { month: 'June' } }))).rejects.toMatchObject({ name: 'RequestInvalid' });
  });
});
