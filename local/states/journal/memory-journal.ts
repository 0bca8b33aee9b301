import type { Journal, JournalRecord } from './journal.ts';

/**
 * A journal for simulations and tests: nothing is written, and everything is safe at once. Records are kept as text
 * in `lines`, so that an engine opened on them later shares no object with the one before.
 */
export function memoryJournal(lines: string[] = []): Journal {
  const record = (place: number): JournalRecord => JSON.parse(lines[place] ?? 'null');
  return {
    open: async (visit) => {
      for (const place of lines.keys()) visit(record(place), place);
    },
    append: (entry) => lines.push(JSON.stringify(entry)) - 1,
    settled: () => {},
    read: async (place) => record(place),
    wantsSnapshot: () => false,
    snapshot: async () => {},
    close: async () => {},
  };
}
