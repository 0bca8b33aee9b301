import { LogWriter } from '../../local/states/journal/log-writer.ts';
import { STEPS } from './workload.ts';

/**
 * The least that any durable engine does: for each execution a record of its start, one of each step and one of the
 * callback, each of which must be safe before the next; together with those of others, in one `fdatasync`. `bytes` is
 * what the engine wrote for an execution in the same run.
 */
export async function bareJournal(path: string, bytes: number) {
  const writer = await LogWriter.open(path, 0);
  const records = STEPS + 2;
  const record = 'x'.repeat(Math.ceil(bytes / records));
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
