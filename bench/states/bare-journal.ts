import { LogWriter } from '../../local/states/journal/log-writer.ts';
import { STEPS } from './workload.ts';

/** What the engine writes for an execution of the workload: 13 KB. */
const BYTES = 13_000;

/**
 * The least that any durable engine does: for each execution a record of its start, one of each step and one of the
 * callback, each of which must be safe before the next; together with those of others, in one `fdatasync`.
 */
export async function bareJournal(path: string) {
  const writer = await LogWriter.open(path, 0);
  const records = STEPS + 2;
  const record = Buffer.alloc(BYTES / records, 'x');
  return {
    run: async (): Promise<void> => {
      for (let index = 0; index < records; index++) {
        writer.add(record);
        await writer.settled();
      }
    },
    close: () => writer.close(),
  };
}
