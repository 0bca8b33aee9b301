import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { dynamoCases, STATUS_INDEX } from '../../../functions/operations/case-store.ts';
import type { MissingNews } from '../../../functions/operations/missing-bike.ts';
import { openCase } from '../../../functions/operations/open-case.ts';
import { showCase } from '../../../functions/operations/show-case.ts';
import { itemStore } from '../../../functions/shared/table.ts';
import { useDynamo } from '../dynamo.ts';
import { chances, Interleaving, retried } from '../interleaving.ts';
import { standingClock } from '../rental-tokens.ts';
import { RENTAL_ID, WORKFLOWS } from './desk.ts';

const dynamo = useDynamo();

const hour = (hours: number) => `2026-05-01T${String(hours).padStart(2, '0')}:00:00.000Z`;
const place = { bikeId: 'bike-1', kioskId: 'market', bay: 3 };
const missing = (at: string, slot = 1): MissingNews => ({
  type: 'BikeMissing',
  at,
  ...place,
  rentalId: RENTAL_ID,
  slot,
});
const found = (at: string): MissingNews => ({ type: 'BikeFound', at, ...place });
const caseId = (slot = 1) => `missing/${RENTAL_ID}-${slot}`;

/** A desk that is told of bikes alone: no workflow has anything to do with them. */
async function fleetDesk(interleaving?: Interleaving) {
  const table = await dynamo.createTable({ name: STATUS_INDEX, partitionKey: 'status', sortKey: 'changedAt' });
  const items = itemStore(dynamo.client, table);
  const cases = dynamoCases(dynamo.client, table, interleaving ? interleaving.reach(items) : items);
  const nobody = async () => {
    throw new Error('No execution is looked at.');
  };
  const executions = { describe: nobody, listBadEnds: nobody, redrive: nobody, undo: nobody };
  return {
    tell: openCase({ cases, executions, workflows: WORKFLOWS, clock: standingClock(hour(12)) }),
    show: (slot = 1) => showCase({ cases })({ caseId: caseId(slot) }),
    showNamed: (name: string) => showCase({ cases })({ caseId: name }),
  };
}

describe('a bike that is missing', () => {
  it('is a case of the fleet, which says which bike and since when', async () => {
    const { tell, show } = await fleetDesk();

    await tell(missing(hour(9)));
    await tell(missing(hour(9)));

    expect(await show()).toMatchObject({
      kind: 'bikeMissing',
      status: 'open',
      owner: 'fleet',
      bikeId: 'bike-1',
      rentalId: RENTAL_ID,
      summary: expect.stringContaining(`missing since ${hour(9)}`),
      log: [{ did: 'heard that the bike is missing' }],
    });
  });

  it('that came back before its ride was ended is a case of payments, once: somebody has paid too much', async () => {
    const { tell, showNamed } = await fleetDesk();
    const endedLate = { rentalId: RENTAL_ID, slot: 1, endedAt: hour(9) };
    const late = { ...found(hour(8)), endedLate } as MissingNews;

    await tell(missing(hour(9)));
    await tell(late);
    await tell(late);

    expect(await showNamed(`discrepancy/rideEndedLate/${RENTAL_ID}-1`)).toMatchObject({
      ...{ owner: 'payments', status: 'open', bikeId: 'bike-1', rentalId: RENTAL_ID },
      ...{ summary: expect.stringContaining(`ended at ${hour(9)}, and market took the bike in at ${hour(8)}`) },
      log: [{ did: 'found the difference' }],
    });
  });

  it('closes its case when it is found, and says where', async () => {
    const { tell, show } = await fleetDesk();
    await tell(missing(hour(9)));

    await tell(found(hour(10)));

    expect(await show()).toMatchObject({
      status: 'closed',
      log: [{}, { did: 'heard that the bike stands in bay 3 of market' }],
    });
  });

  it('is still missing where it was found before it went missing', async () => {
    const { tell, show } = await fleetDesk();

    await tell(found(hour(8)));
    await tell(missing(hour(9)));

    expect((await show()).status).toBe('open');
  });

  it('is a case again when it goes missing again', async () => {
    const { tell, show } = await fleetDesk();
    await tell(missing(hour(9), 1));
    await tell(found(hour(10)));

    await tell(missing(hour(11), 2));

    expect([(await show(1)).status, (await show(2)).status]).toEqual(['closed', 'open']);
  });

  it('ends in the same cases in whatever order it is told, at once, and whatever fails on the way', async () => {
    await fc.assert(
      fc.asyncProperty(chances(5), async (chosen) => {
        const interleaving = new Interleaving(chosen);
        const { tell, show } = await fleetDesk(interleaving);
        const news = [missing(hour(9), 1), found(hour(10)), missing(hour(11), 2), found(hour(8)), found(hour(10))];

        const results = await interleaving.run(news.map((one) => () => retried(() => tell(one), 50)));

        expect(results.map(({ status }) => status)).toEqual(news.map(() => 'fulfilled'));
        expect([(await show(1)).status, (await show(2)).status]).toEqual(['closed', 'open']);
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
