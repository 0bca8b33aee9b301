import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Change } from '../../../../local/states/execution.ts';
import { FileJournal } from '../../../../local/states/journal/file-journal.ts';
import type { JournalRecord } from '../../../../local/states/journal/journal.ts';
import { lineOf, recordOf } from '../../../../local/states/journal/line.ts';
import type { Json, JsonObject } from '../../../../local/states/json.ts';

const json = fc.jsonValue({ maxDepth: 2 }).map((value): Json => JSON.parse(JSON.stringify(value)));
const object = fc.dictionary(fc.string(), json).map((value): JsonObject => JSON.parse(JSON.stringify(value)));
const number = fc.nat();

/** Changes that take their payloads from a few, as those of a turn do. */
function changesOf(payloads: Json[]): fc.Arbitrary<Change[]> {
  const payload = fc.constantFrom(...payloads);
  const details = fc.oneof(
    fc.constant(null),
    fc.record({ name: fc.string(), input: payload }),
    fc.record({ output: payload, assignedVariables: object }),
    fc.record({ resource: fc.string(), parameters: payload, timeoutInSeconds: number }),
  );
  const type = fc.constantFrom('TaskStateEntered', 'LambdaFunctionScheduled', 'EvaluationFailed');
  const stateEvent = fc.record({ id: number, previousEventId: number, at: number, type, details });
  const texts = fc.record({ input: fc.string(), roleArn: fc.string() });
  const ownEvent = stateEvent.chain((event) =>
    texts.map((details) => ({ ...event, type: 'ExecutionStarted', details })),
  );
  const task = fc.record({
    ...{ kind: fc.constant('task' as const), attempt: number, arguments: payload, token: fc.option(fc.string()) },
    ...{ isSubmitted: fc.boolean(), timeoutAt: fc.option(number), heartbeatMs: fc.option(number) },
    ...{ heartbeatAt: fc.option(number), child: fc.option(fc.string()) },
  });
  const wait = fc.record({ kind: fc.constant('wait' as const), dueAt: number });
  const activity = fc.oneof(fc.constant(null), wait, task);
  const set = fc.record({ state: fc.string(), input: payload, output: json, activity }, { requiredKeys: [] });
  const change = fc.oneof(
    fc.record({
      ...{ kind: fc.constant('event' as const), thread: number },
      event: fc.oneof(stateEvent, ownEvent),
    }),
    fc.record({ kind: fc.constant('thread' as const), id: number, set }),
    fc.record({ kind: fc.constant('assign' as const), id: number, variables: object }),
    fc.record({ kind: fc.constant('drop' as const), first: number, length: number }),
    fc.record({
      ...{ kind: fc.constant('fanOut' as const), parent: number, first: number },
      ...{ items: fc.array(payload), areItems: fc.boolean() },
    }),
    fc.record({ kind: fc.constant('head' as const), set: fc.record({ output: fc.string(), lastEventId: number }) }),
  );
  return fc.array(change, { maxLength: 40 });
}

const turn = fc
  .array(json, { minLength: 1, maxLength: 12 })
  .chain(changesOf)
  .map((changes): JournalRecord => ({ kind: 'turn', id: 7, changes }));

const readBack = (record: JournalRecord) => recordOf(Buffer.from(lineOf(record).slice(0, -1)));

describe("a line of the journal's file", () => {
  it('gives back every turn as it was', () => {
    fc.assert(fc.property(turn, (record) => expect(readBack(record)).toEqual(record)));
  });

  it('holds a payload once, however often it stands in its turn', () => {
    const input = { rental: 'r-1' };
    const event = { id: 2, previousEventId: 1, at: 5, type: 'TaskStateEntered', details: { name: 'Move', input } };
    const record: JournalRecord = {
      ...{ kind: 'turn', id: 1 },
      changes: [
        { kind: 'event', thread: 1, event },
        { kind: 'thread', id: 1, set: { input } },
      ],
    };

    expect(lineOf(record).match(/r-1/g)).toHaveLength(1);
  });
});

describe('a journal of the first version', () => {
  const line = (record: object) => {
    const text = JSON.stringify(record);
    return `${crc32(text).toString(16).padStart(8, '0')} ${text}\n`;
  };
  const details = { name: 'Move', output: '"\\"done\\""', assignedVariables: { bike: '{"slot":1}' } };
  const event = { id: 2, previousEventId: 1, at: 5, type: 'TaskStateExited', details };
  const started = { id: 1, previousEventId: 0, at: 5, type: 'ExecutionStarted', details: { input: '{ }' } };
  const changes = [started, event].map((event) => ({ kind: 'event', thread: 1, event }));

  it('is read, its payloads as values, and left as it is: what comes after goes into a file of its own', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'journal-v1-'));
    const before = `freewheel-states-journal 1\n${line({ kind: 'turn', id: 1, changes })}`;
    writeFileSync(join(folder, 'journal-000000.log'), before);
    const records: JournalRecord[] = [];
    const places: number[] = [];

    for (let run = 0; run < 2; run++) {
      const journal = new FileJournal(folder, () => {});
      records.length = 0;
      await journal.open((record, place) => {
        records.push(record);
        places.push(place);
      });
      expect(await journal.read(places[0] ?? 0)).toEqual(records[0]);
      journal.append({ kind: 'machineDeleted', arn: `run ${run}` });
      await journal.close();
    }

    const values = { name: 'Move', output: '"done"', assignedVariables: { bike: { slot: 1 } } };
    expect(records).toEqual([
      {
        ...{ kind: 'turn', id: 1 },
        changes: [
          { kind: 'event', thread: 1, event: started },
          { kind: 'event', thread: 1, event: { ...event, details: values } },
        ],
      },
      { kind: 'machineDeleted', arn: 'run 0' },
    ]);
    expect(readFileSync(join(folder, 'journal-000000.log'), 'utf8')).toBe(before);
    expect(readdirSync(folder).sort()).toEqual(['journal-000000.log', 'journal-000001.log']);
    rmSync(folder, { recursive: true });
  });
});
