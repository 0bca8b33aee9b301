import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { dynamoActions, MONTH_INDEX } from '../../../functions/operations/action-book.ts';
import type { Action, NoteAction } from '../../../functions/operations/action-contract.ts';
import { listActions } from '../../../functions/operations/list-actions.ts';
import { noteAction } from '../../../functions/operations/note-action.ts';
import { itemStore } from '../../../functions/shared/table.ts';
import { useDynamo } from '../dynamo.ts';
import { chances, Interleaving, retried } from '../interleaving.ts';
import { standingClock } from '../rental-tokens.ts';

const dynamo = useDynamo();

const requestId = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const at = (day: number, month = 5) => new Date(Date.UTC(2026, month - 1, day, 10)).toISOString();
const QUARANTINE: NoteAction = {
  ...{ requestId: requestId(1), kind: 'quarantineBike', operator: 'grace', reason: 'Its brakes squeal.' },
  ...{ details: { bikeId: 'bike-1', isQuarantined: true }, outcome: 'asked' },
};

/** The book of actions, on a table of its own. */
async function book(interleaving?: Interleaving) {
  const table = await dynamo.createTable({ name: MONTH_INDEX, partitionKey: 'month', sortKey: 'askedAt' });
  const items = itemStore(dynamo.client, table);
  const actions = dynamoActions(dynamo.client, table, interleaving ? interleaving.reach(items) : items);
  const clock = standingClock(at(1));
  const list = listActions({ actions, clock });
  return {
    clock,
    note: noteAction({ actions, clock }),
    list,
    async all(month?: string): Promise<Action[]> {
      const found: Action[] = [];
      let cursor: string | undefined;
      do {
        const page = await list({ ...(month && { month }), ...(cursor && { cursor }) });
        found.push(...page.actions);
        cursor = page.cursor;
      } while (cursor);
      return found;
    },
  };
}

describe('what operators do by hand', () => {
  it('is written down before it is done, with who, when, what and why, and after with what came of it', async () => {
    const { note, all, clock } = await book();
    await note(QUARANTINE);
    const [before] = await all();
    clock.set(at(2));

    const after = await note({ ...QUARANTINE, outcome: 'made' });

    const { outcome: _, ...what } = QUARANTINE;
    expect(before).toEqual({ ...what, askedAt: at(1), outcome: 'asked' });
    expect(after).toEqual({ ...what, askedAt: at(1), outcome: 'made', settledAt: at(2) });
    expect(await all()).toEqual([after]);
  });

  it('is one entry for one request, and stays made, whatever is repeated', async () => {
    const { note, all, clock } = await book();
    await note(QUARANTINE);
    const made = await note({ ...QUARANTINE, outcome: 'made' });
    clock.set(at(3));

    const answers = [
      await note(QUARANTINE),
      await note({ ...QUARANTINE, outcome: 'refused', error: 'BikeUnknown' }),
      await note({ ...QUARANTINE, outcome: 'made' }),
    ];

    expect(answers).toEqual([made, made, made]);
    expect(await all()).toEqual([made]);
  });

  it('may be made after it was refused, once what stood in its way is gone', async () => {
    const { note } = await book();
    await note(QUARANTINE);
    const refused = await note({ ...QUARANTINE, outcome: 'refused', error: 'TransitionRefused' });

    const made = await note({ ...QUARANTINE, outcome: 'made' });

    expect(refused).toMatchObject({ outcome: 'refused', error: 'TransitionRefused' });
    expect(made.outcome).toBe('made');
    expect(made.error).toBeUndefined();
  });

  it.each([
    ['by somebody else', { operator: 'ada' }],
    ['for another reason', { reason: 'Its lamp is broken.' }],
    ['of something else', { details: { bikeId: 'bike-2', isQuarantined: true } }],
    ['of another kind', { kind: 'correctBike' }],
  ] as const)('is refused %s under the same request, and stays as it was', async (_, change) => {
    const { note, all } = await book();
    const first = await note(QUARANTINE);

    await expect(note({ ...QUARANTINE, ...change })).rejects.toMatchObject({ name: 'ActionConflict' });
    expect(await all()).toEqual([first]);
  });

  it('is listed by months, the newest first, page after page', async () => {
    const { note, all, clock } = await book();
    for (let number = 1; number <= 130; number++) {
      clock.set(new Date(Date.UTC(2026, 4, 1, 10, number)).toISOString());
      await note({ ...QUARANTINE, requestId: requestId(number) });
    }
    clock.set(at(2, 6));
    await note({ ...QUARANTINE, requestId: requestId(200) });

    const [may, june] = [await all('2026-05'), await all()];

    expect(may.map((one) => one.requestId)).toEqual(Array.from({ length: 130 }, (_, index) => requestId(130 - index)));
    expect(june.map((one) => one.requestId)).toEqual([requestId(200)]);
    expect(await all('2026-04')).toEqual([]);
  });

  it('refuses a cursor that it did not give', async () => {
    const { list } = await book();

    await expect(list({ cursor: 'bm9uc2Vuc2U' })).rejects.toMatchObject({ name: 'CommandMalformed' });
  });

  it('is one entry also where the same request runs twice at once, and writes fail', async () => {
    await fc.assert(
      fc.asyncProperty(chances(4), async (chosen) => {
        const interleaving = new Interleaving(chosen);
        const { note, all } = await book(interleaving);
        const act = async () => {
          await retried(() => note(QUARANTINE), 50);
          return retried(() => note({ ...QUARANTINE, outcome: 'made' }), 50);
        };

        await interleaving.run([act, act]);

        expect(await all()).toMatchObject([{ requestId: requestId(1), outcome: 'made' }]);
      }),
      { numRuns: 25 },
    );
  });
});
