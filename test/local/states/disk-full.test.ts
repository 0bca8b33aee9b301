import { describe, expect, it } from '@jest/globals';
import { DiskFull } from '../../../local/states/journal/journal.ts';
import { memoryJournal } from '../../../local/states/journal/memory-journal.ts';
import { laboratory, task } from './laboratory.ts';

/** A journal on a disk that fills up, and is emptied again. */
function fillable() {
  const disk = { isFull: false };
  const journal = memoryJournal();
  const settled = async () => {
    if (disk.isFull) throw new DiskFull('the journal', undefined);
  };
  return { disk, journal: { ...journal, settled } };
}

describe('a disk that is full', () => {
  it('stops what must be written with a clear error, and lets it go on by itself when there is room', async () => {
    const { disk, journal } = fillable();
    let moves = 0;
    const lab = laboratory({ move: () => ++moves }, { journal });
    const stateMachineArn = await lab.create({ Wait: { Type: 'Wait', Seconds: 10, Next: 'Move' }, Move: task('move') });
    const arn = await lab.start(stateMachineArn);
    disk.isFull = true;
    await lab.clock.pass(10_000);
    const refused = await lab.send('StartExecution', { stateMachineArn, name: 'late' });
    const movesMeanwhile = moves;

    disk.isFull = false;
    await lab.clock.pass(1_000);

    expect(refused).toMatchObject({ __type: 'ServiceUnavailable', message: expect.stringContaining('is full') });
    expect(movesMeanwhile).toBe(0);
    expect(await lab.describe(arn)).toMatchObject({ status: 'SUCCEEDED', result: 1 });
    expect(lab.log).toEqual([expect.stringContaining('The disk is full'), expect.stringContaining('has room again')]);
    expect((await lab.send('StartExecution', { stateMachineArn, name: 'late' })).executionArn).toBeDefined();
  });

  it('leaves Express executions alone', async () => {
    const { disk, journal } = fillable();
    const lab = laboratory({ quote: () => 3 }, { journal });
    const stateMachineArn = await lab.create({ Quote: task('quote') }, { type: 'EXPRESS' });
    disk.isFull = true;

    const answer = await lab.send('StartSyncExecution', { stateMachineArn });

    expect(answer).toMatchObject({ status: 'SUCCEEDED', output: '3' });
  });
});
