import { describe, expect, it } from '@jest/globals';
import type { GuessingNoticed } from '../../../functions/identity/contract.ts';
import { dynamoCases, STATUS_INDEX } from '../../../functions/operations/case-store.ts';
import { closeCase } from '../../../functions/operations/close-case.ts';
import { openCase } from '../../../functions/operations/open-case.ts';
import { showCase } from '../../../functions/operations/show-case.ts';
import { itemStore } from '../../../functions/shared/table.ts';
import { useDynamo } from '../dynamo.ts';
import { standingClock } from '../rental-tokens.ts';
import { WORKFLOWS } from './desk.ts';

const dynamo = useDynamo();

const noticed = (at: string): GuessingNoticed => ({ type: 'GuessingNoticed', kioskId: 'harbour', at, limit: 'rush' });
const caseId = 'guessing/harbour';

async function desk() {
  const table = await dynamo.createTable({ name: STATUS_INDEX, partitionKey: 'status', sortKey: 'changedAt' });
  const cases = dynamoCases(dynamo.client, table, itemStore(dynamo.client, table));
  const nobody = async () => {
    throw new Error('No execution is looked at.');
  };
  const executions = { describe: nobody, listBadEnds: nobody, redrive: nobody, undo: nobody };
  const clock = standingClock('2026-05-01T12:00:00.000Z');
  return {
    tell: openCase({ cases, executions, workflows: WORKFLOWS, clock }),
    close: () => closeCase({ cases, executions, clock })({ caseId, operator: 'Kim', note: 'a fair' }),
    show: () => showCase({ cases })({ caseId }),
  };
}

describe('a kiosk at which somebody guesses', () => {
  it('is one case, however often it is told', async () => {
    const { tell, show } = await desk();

    await tell(noticed('2026-05-01T11:00:00.000Z'));
    await tell(noticed('2026-05-01T11:00:00.000Z'));
    await tell(noticed('2026-05-01T11:15:00.000Z'));

    const known = await show();
    expect(known).toMatchObject({ kind: 'guessingNoticed', status: 'open', owner: 'operations' });
    expect(known.summary).toContain('The kiosk harbour');
    expect(known.log).toHaveLength(2);
  });

  it('is a case again when it goes on after an operator has closed it', async () => {
    const { tell, close, show } = await desk();
    await tell(noticed('2026-05-01T11:00:00.000Z'));
    await close();

    await tell(noticed('2026-05-01T11:00:00.000Z'));
    const repeated = (await show()).status;
    await tell(noticed('2026-05-01T11:30:00.000Z'));

    expect([repeated, (await show()).status]).toEqual(['closed', 'open']);
  });
});
