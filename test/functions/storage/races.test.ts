import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { useDynamo } from '../dynamo.ts';
import { chances, Interleaving, retried } from '../interleaving.ts';
import { desk, idOf, second } from './desk.ts';

const dynamo = useDynamo();

const RUNS = { numRuns: 40 };
jest.setTimeout(120_000);

describe('commands and facts that race', () => {
  it('complete the task, whoever comes second, and leave no command in the shadow', async () => {
    await fc.assert(
      fc.asyncProperty(chances(5), async (chosen) => {
        const interleaving = new Interleaving(chosen);
        const storage = await desk(dynamo, interleaving);
        const begun = storage.fact('CommandBegun', 'openUntilTaken');
        const taken = storage.fact('BikeTaken', 'openUntilTaken');
        const record = (fact: typeof taken) => () => retried(() => storage.record(fact), 50);

        await interleaving.run([
          () => retried(() => storage.open('task-1'), 50),
          record(begun),
          record(taken),
          record(taken),
        ]);

        expect(storage.heard).toContain(`task-1 succeeded at ${second(2)}`);
        expect(storage.desired.size).toBe(0);
      }),
      RUNS,
    );
  });

  it('leave nothing in the shadow that was taken back, however late a retry comes', async () => {
    await fc.assert(
      fc.asyncProperty(chances(5), async (chosen) => {
        const interleaving = new Interleaving(chosen);
        const storage = await desk(dynamo, interleaving);
        const move = () => retried(() => storage.move('task-1'), 50);
        const open = () => retried(() => storage.open('task-2'), 50);

        const unsettled: string[] = [];
        const cancel = () => retried(() => storage.cancel(), 50).catch(({ name }: Error) => void unsettled.push(name));
        await interleaving.run([move, open, open, cancel]);

        const left = [...storage.desired.values()];
        expect(left.filter(({ expiresAt }) => Date.parse(expiresAt) > storage.clock.now())).toEqual([]);
        expect(unsettled).toEqual(left.length > 0 ? ['HandoverUnsettled'] : []);
        await expect(storage.move('task-3')).rejects.toMatchObject({ name: 'CommandCancelled' });
      }),
      RUNS,
    );
  });

  it('keep a command that has begun, whoever takes it back', async () => {
    await fc.assert(
      fc.asyncProperty(chances(5), async (chosen) => {
        const interleaving = new Interleaving(chosen);
        const storage = await desk(dynamo, interleaving);
        await storage.open('task-1');
        const begun = storage.fact('CommandBegun', 'openUntilTaken');
        const taken = storage.fact('BikeTaken', 'openUntilTaken');
        await storage.record(begun);

        await interleaving.run([
          () => retried(() => storage.cancel(), 50).catch(() => undefined),
          () => retried(() => storage.record(taken), 50),
        ]);

        expect(storage.heard).toContain(`task-1 succeeded at ${second(2)}`);
        expect(storage.desired.has(idOf('openUntilTaken'))).toBe(false);
      }),
      RUNS,
    );
  });
});
