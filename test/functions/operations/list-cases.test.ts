import { describe, expect, it } from '@jest/globals';
import { type KeptCase, takeIn } from '../../../functions/operations/case.ts';
import { dynamoCases, STATUS_INDEX } from '../../../functions/operations/case-store.ts';
import type { Case } from '../../../functions/operations/contract.ts';
import { discrepancyCase } from '../../../functions/operations/discrepancy-case.ts';
import { listCases } from '../../../functions/operations/list-cases.ts';
import { useDynamo } from '../dynamo.ts';

const dynamo = useDynamo();

const NOON = Date.UTC(2026, 4, 1, 12);

async function deskWith(counts: Partial<Record<Case['status'], number>>) {
  const table = await dynamo.createTable({ name: STATUS_INDEX, partitionKey: 'status', sortKey: 'changedAt' });
  const cases = dynamoCases(dynamo.client, table);
  for (const [status, count] of Object.entries(counts))
    for (let number = 1; number <= count; number++) {
      const what = {
        what: 'bikeUnknown',
        name: `${status}-${number}`,
        bikeId: `bike-${number}`,
        seen: 'bay 1',
      } as const;
      const fresh = takeIn(undefined, discrepancyCase(what), NOON + number * 1000) as KeptCase;
      await cases.save({ ...fresh, status: status as Case['status'] });
    }
  return listCases({ cases });
}

async function pages(list: Awaited<ReturnType<typeof deskWith>>, status?: Case['status']): Promise<Case[][]> {
  const all: Case[][] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ ...(status && { status }), ...(cursor && { cursor }) });
    all.push(page.cases);
    cursor = page.cursor;
  } while (cursor);
  return all;
}

describe('listing cases', () => {
  it('answers those of a status, the last changed first, without what is only kept', async () => {
    const list = await deskWith({ open: 3, closed: 2 });

    const [page = []] = await pages(list, 'open');

    expect(page.map(({ bikeId }) => bikeId)).toEqual(['bike-3', 'bike-2', 'bike-1']);
    expect(Object.keys(page[0] ?? {})).not.toEqual(expect.arrayContaining(['revision']));
    expect(page[0]).not.toHaveProperty('turn');
  });

  it('answers all that is not closed, page by page, each case once', async () => {
    const list = await deskWith({ open: 60, redriven: 3, closed: 4 });

    const all = await pages(list);

    const ids = all.flat().map(({ caseId }) => caseId);
    expect(Math.max(...all.map((page) => page.length))).toBe(50);
    expect(new Set(ids).size).toBe(63);
    expect(ids).toHaveLength(63);
    expect(all.flat().map(({ status }) => status)).toEqual([...Array(60).fill('open'), ...Array(3).fill('redriven')]);
  });

  it.each(['nonsense', '', Buffer.from('{"status":"lost"}').toString('base64url')])(
    'refuses the cursor "%s", which no page gave',
    async (cursor) => {
      const list = await deskWith({});

      await expect(list({ cursor })).rejects.toMatchObject({ name: 'CommandMalformed' });
    },
  );
});
