import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { FeedRun } from '../../../functions/feed/run-contract.ts';
import { dynamoCases, STATUS_INDEX } from '../../../functions/operations/case-store.ts';
import { closeCase } from '../../../functions/operations/close-case.ts';
import { openCase } from '../../../functions/operations/open-case.ts';
import { showCase } from '../../../functions/operations/show-case.ts';
import { useDynamo } from '../dynamo.ts';
import { standingClock } from '../rental-tokens.ts';
import { WORKFLOWS } from './desk.ts';

const dynamo = useDynamo();
const caseId = 'feed/old';

/** So many minutes after noon. */
const minute = (minutes: number) => new Date(Date.UTC(2026, 4, 1, 12, minutes)).toISOString();
const kept = (at: number): FeedRun => ({ type: 'FeedKept', at: minute(at) });
const failed = (at: number, error = 'ServiceUnavailable'): FeedRun => ({
  ...{ type: 'FeedFailed', at: minute(at), error, cause: 'The service is busy just now.' },
});
const minutes = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

async function desk() {
  const table = await dynamo.createTable({ name: STATUS_INDEX, partitionKey: 'status', sortKey: 'changedAt' });
  const cases = dynamoCases(dynamo.client, table);
  const nobody = async () => {
    throw new Error('No execution is looked at.');
  };
  const executions = { describe: nobody, listBadEnds: nobody, redrive: nobody, undo: nobody };
  const clock = standingClock(minute(0));
  const open = openCase({ cases, executions, workflows: WORKFLOWS, clock });
  return {
    tell: async (...runs: FeedRun[]) => {
      for (const run of runs) await open(run);
    },
    close: () => closeCase({ cases, executions, clock })({ caseId, operator: 'Kim', note: 'known outage' }),
    show: () => showCase({ cases })({ caseId }),
    isKnown: async () => (await cases.read(caseId)) !== undefined,
  };
}

describe('a feed that cannot be published', () => {
  it('is nothing to look into while it is no older than it may be', async () => {
    const { tell, isKnown } = await desk();

    await tell(kept(0), ...minutes(1, 4).map((at) => failed(at)), kept(5));

    expect(await isKnown()).toBe(false);
  });

  it('is one case, with its cause and what to do, however long it goes on', async () => {
    const { tell, show } = await desk();

    await tell(kept(0), ...minutes(1, 60).map((at) => failed(at)));

    const known = await show();
    expect(known).toMatchObject({
      ...{ kind: 'feedOld', status: 'open', owner: 'operations', error: 'ServiceUnavailable' },
      summary: `The public feed has been out of date since ${minute(0)}, and cannot be published: ServiceUnavailable.`,
      remedy: expect.stringContaining('bikes’ exports'),
      cause: 'The service is busy just now.',
    });
    expect(known.log).toHaveLength(1);
  });

  it('closes its case once it is published again, and opens it anew the next time', async () => {
    const { tell, show } = await desk();
    await tell(kept(0), failed(5), kept(6), kept(7));
    const mended = await show();

    await tell(failed(5), failed(8), failed(12, 'NoSuchBucket'));
    const again = await show();

    expect(mended).toMatchObject({ status: 'closed' });
    expect(mended.log).toHaveLength(2);
    expect(again).toMatchObject({ status: 'open', error: 'NoSuchBucket' });
    expect(again.remedy).toContain('feed: publish feed');
  });

  it('stays closed where an operator has closed it, until another outage', async () => {
    const { tell, close, show } = await desk();
    await tell(kept(0), failed(5));
    await close();

    await tell(failed(6));
    const same = await show();
    await tell(kept(7), failed(12));

    expect([same.status, (await show()).status]).toEqual(['closed', 'open']);
  });

  it('is a case also where it was never published', async () => {
    const { tell, show } = await desk();

    await tell(...minutes(0, 6).map((at) => failed(at)));

    expect(await show()).toMatchObject({ status: 'open' });
  });

  it('has its case closed in the end, in whatever order runs are told of and how often', async () => {
    const runs = [kept(0), ...minutes(1, 9).map((at) => failed(at)), kept(10)];
    const told = fc.shuffledSubarray([...runs, ...runs], { minLength: 2 * runs.length });
    await fc.assert(
      fc.asyncProperty(told, async (order) => {
        const { tell, show, isKnown } = await desk();

        await tell(...order);

        expect((await isKnown()) ? (await show()).status : 'closed').toBe('closed');
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
