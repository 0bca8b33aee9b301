import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FileJournal } from '../../../../local/states/journal/file-journal.ts';
import type { JournalRecord } from '../../../../local/states/journal/journal.ts';

let folder = '';
let warnings: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
  warnings = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const log = () => join(folder, 'journal-000000.log');
const deleted = (arn: string): JournalRecord => ({ kind: 'machineDeleted', arn });
const journal = (snapshotBytesMin?: number) => new FileJournal(folder, (line) => warnings.push(line), snapshotBytesMin);

/** Opens the journal in the folder, and gives what it holds. */
async function held(): Promise<string[]> {
  const records: string[] = [];
  const opened = journal();
  await opened.open((record) => records.push(record.kind === 'machineDeleted' ? record.arn : record.kind));
  await opened.close();
  return records;
}

async function write(...arns: string[]): Promise<void> {
  const opened = journal();
  await opened.open(() => {});
  for (const arn of arns) opened.append(deleted(arn));
  await opened.close();
}

describe('the journal in files', () => {
  it('gives back every record in its order, over several runs', async () => {
    await write('one', 'zwei ü');
    await write('three');

    expect(await held()).toEqual(['one', 'zwei ü', 'three']);
    expect(warnings).toEqual([]);
  });

  it('reads a record again from the place it was given, whatever its length', async () => {
    const opened = journal();
    await opened.open(() => {});
    const records = ['short', 'x'.repeat(100_000), 'after'].map(deleted);
    const places = records.map((record) => opened.append(record));
    await opened.settled();

    const read = await Promise.all(places.map((place) => opened.read(place)));
    await opened.close();

    expect(read).toEqual(records);
  });

  it('settles for records that are added while others are being written', async () => {
    const opened = journal();
    await opened.open(() => {});
    opened.append(deleted('first'));
    const first = opened.settled();
    opened.append(deleted('second'));

    await Promise.all([first, opened.settled()]);

    expect(
      readFileSync(log(), 'utf8')
        .split('\n')
        .filter((line) => line.includes('machineDeleted')),
    ).toHaveLength(2);
    await opened.close();
  });

  it('cuts a torn end off, wherever it is torn, says so, and goes on', async () => {
    await write('one', 'two');
    const whole = readFileSync(log());
    const lastLine = whole.length - whole.lastIndexOf('\n', whole.length - 2) - 1;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: lastLine - 1 }), async (cut) => {
        writeFileSync(log(), whole);
        truncateSync(log(), whole.length - cut);
        warnings = [];

        await write('three');

        expect(warnings).toHaveLength(1);
        expect(await held()).toEqual(['one', 'three']);
      }),
      { numRuns: 20 },
    );
  });

  it('refuses a file that is damaged in its middle, and says where', async () => {
    await write('one', 'two');
    const text = readFileSync(log(), 'utf8');
    writeFileSync(log(), text.replace('one', 'One'));

    await expect(held()).rejects.toThrow(/journal-000000\.log is damaged at byte \d+, and sound records follow/);
    expect(readFileSync(log(), 'utf8')).toContain('two');
  });

  it('refuses a file of a newer version, and says what to do', async () => {
    writeFileSync(log(), 'freewheel-states-journal 3\n');

    await expect(held()).rejects.toThrow('written by a newer version (format 3; this one reads 2)');
  });

  it('refuses a file that is none of its own', async () => {
    writeFileSync(log(), 'hello\n');

    await expect(held()).rejects.toThrow('is no journal of the state machines');
  });

  it('puts a snapshot in the place of all that came before, while records go on coming', async () => {
    const opened = journal(100);
    await opened.open(() => {});
    for (let count = 0; count < 10; count++) opened.append(deleted('old'));
    const wanted = opened.wantsSnapshot();

    await opened.snapshot(async (sink, isOld) => {
      const during = opened.append(deleted('during'));
      const place = await sink(deleted('all of the old'));
      return () => expect([isOld(place), isOld(during)]).toEqual([false, false]);
    });
    opened.append(deleted('after'));
    await opened.close();

    expect(wanted).toBe(true);
    expect(await held()).toEqual(['all of the old', 'during', 'after']);
    expect(readdirSync(folder).sort()).toEqual(['journal-000001.log', 'snapshot-000001.log']);
  });

  it('takes no notice of a snapshot that was not finished', async () => {
    await write('one');
    appendFileSync(join(folder, 'snapshot-000001.log.partial'), 'freewheel-states-journal 1\nhalf');
    writeFileSync(join(folder, 'journal-000001.log'), 'freewheel-states-journal 1\n');

    await write('two');

    expect(await held()).toEqual(['one', 'two']);
  });
});
