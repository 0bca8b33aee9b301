import { FileJournal } from '../../local/states/journal/file-journal.ts';
import type { Journal, JournalRecord } from '../../local/states/journal/journal.ts';

/** Keeps a copy of what is written down for the execution with this short name. */
export function overheard(journal: Journal, id: number): JournalRecord[] {
  const records: JournalRecord[] = [];
  const append = journal.append.bind(journal);
  journal.append = (record) => {
    const about = record.kind === 'started' ? record.head.id : record.kind === 'turn' ? record.id : undefined;
    if (about === id) records.push(structuredClone(record));
    return append(record);
  };
  return records;
}

/**
 * The least that any durable engine does: the records of an execution, each written as a line with its checksum, and
 * each safe before the next; together with those of others, in one `fdatasync`. Nothing is computed, called or kept.
 */
export async function bareJournal(folder: string, records: readonly JournalRecord[]) {
  const journal = new FileJournal(folder, console.error, Number.POSITIVE_INFINITY);
  await journal.open(() => {});
  return {
    run: async (): Promise<void> => {
      for (const record of records) {
        journal.append(record);
        await journal.settled();
      }
    },
    close: () => journal.close(),
  };
}
