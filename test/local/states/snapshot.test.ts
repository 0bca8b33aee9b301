import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { FileJournal } from '../../../local/states/journal/file-journal.ts';
import { executionArn, laboratory, tokenKeeper, tokenTask } from './laboratory.ts';

const folder = mkdtempSync(join(tmpdir(), 'states-snapshot-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** File writes take real time: the virtual clock is let go on until the condition holds. */
async function until(lab: ReturnType<typeof laboratory>, condition: () => boolean): Promise<void> {
  while (!condition()) await lab.clock.pass(0);
}

describe('a journal that has grown', () => {
  it('is shortened while executions go on, and loses neither them nor their histories', async () => {
    const { tokens, keep } = tokenKeeper();
    const first = laboratory({ take: keep }, { journal: new FileJournal(folder, () => {}, 20_000) });
    const machine = await first.create({ Take: tokenTask('take') });
    for (let index = 0; index < 40; index++) {
      await first.start(machine, { index }, `e-${index}`);
      await until(first, () => tokens.length === index + 1);
      if (index % 2 === 0) await first.send('SendTaskSuccess', { taskToken: tokens[index] ?? '', output: `${index}` });
    }
    const before = await Promise.all([0, 1, 39].map((index) => first.history(executionArn('rental', `e-${index}`))));
    await until(first, () => readdirSync(folder).some((name) => /^snapshot-\d+\.log$/.test(name)));
    await first.module.close?.();

    const second = laboratory({ take: keep }, { journal: new FileJournal(folder, () => {}) });
    await second.module.start?.();
    const after = await Promise.all([0, 1, 39].map((index) => second.history(executionArn('rental', `e-${index}`))));
    await second.send('SendTaskSuccess', { taskToken: tokens[39] ?? '', output: '"taken"' });
    const { executions } = await second.send('ListExecutions', { stateMachineArn: machine, statusFilter: 'RUNNING' });
    const taken = await second.describe(executionArn('rental', 'e-39'));
    await second.module.close?.();

    expect(after).toEqual(before);
    expect(taken).toMatchObject({ status: 'SUCCEEDED', result: 'taken' });
    expect(executions).toHaveLength(19);
    expect(readdirSync(folder).every((name) => statSync(join(folder, name)).size > 0)).toBe(true);
  });
});
