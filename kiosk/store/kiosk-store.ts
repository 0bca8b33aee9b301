import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A command of which this kiosk has written down that it began it. */
interface BegunCommand<Command> {
  command: Command;
  /** The door was told to open: from then on the bike may be gone. */
  doorOpening: boolean;
}

/**
 * What a kiosk must still know after its power was cut. A write that has returned is on the disk.
 */
export interface KioskStore {
  /** Does all writes of `work`, or none. */
  transaction<Result>(work: () => Result): Result;
  /** Puts a fact at the end of the outbox, and gives its sequence number: from 1, without gaps, never again. */
  appendFact(fact: object): number;
  /** The oldest fact that the cloud has not acknowledged. */
  oldestFact(): { seq: number; fact: object } | undefined;
  removeFact(seq: number): void;
  factsWaiting(): number;
  /** Writes down that a command has begun. */
  beginCommand(commandId: string, command: object): void;
  markDoorOpening(commandId: string): void;
  endCommand(commandId: string, outcome: string): void;
  /** Whether the command was ever begun. */
  hasBegun(commandId: string): boolean;
  /** Commands that were begun and have no outcome. */
  unfinishedCommands<Command>(): Array<BegunCommand<Command>>;
  get<Value>(key: string): Value | undefined;
  put(key: string, value: unknown): void;
  delete(key: string): void;
  close(): void;
}

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS facts (seq INTEGER PRIMARY KEY AUTOINCREMENT, fact TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS commands (
    id TEXT PRIMARY KEY, command TEXT NOT NULL, door_opening INTEGER NOT NULL DEFAULT 0, outcome TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS notes (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
`;

/** Opens the store in an SQLite file; `:memory:` keeps nothing beyond the process. */
export function openKioskStore(path: string): KioskStore {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const db = new DatabaseSync(path);
  db.exec(SCHEMA);
  return { ...factTable(db), ...commandTable(db), ...noteTable(db), transaction: within(db), close: () => db.close() };
}

/** A transaction inside a transaction joins the outer one. */
function within(db: DatabaseSync): KioskStore['transaction'] {
  return (work) => {
    if (db.isTransaction) return work();
    db.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      db.exec('COMMIT');
      return result;
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
  };
}

function factTable(db: DatabaseSync): Pick<KioskStore, 'appendFact' | 'oldestFact' | 'removeFact' | 'factsWaiting'> {
  // AUTOINCREMENT keeps the highest number ever given in a table of SQLite's own, so that none is given twice even
  // after its row was removed (SQLite documentation, "SQLite Autoincrement").
  const append = db.prepare('INSERT INTO facts (fact) VALUES (?)');
  const oldest = db.prepare('SELECT seq, fact FROM facts ORDER BY seq LIMIT 1');
  const remove = db.prepare('DELETE FROM facts WHERE seq = ?');
  const count = db.prepare('SELECT count(*) AS waiting FROM facts');
  return {
    appendFact: (fact) => Number(append.run(JSON.stringify(fact)).lastInsertRowid),
    oldestFact: () => {
      const row = oldest.get();
      return row && { seq: Number(row['seq']), fact: JSON.parse(String(row['fact'])) };
    },
    removeFact: (seq) => void remove.run(seq),
    factsWaiting: () => Number(count.get()?.['waiting']),
  };
}

function commandTable(
  db: DatabaseSync,
): Pick<KioskStore, 'beginCommand' | 'markDoorOpening' | 'endCommand' | 'hasBegun' | 'unfinishedCommands'> {
  const begin = db.prepare('INSERT INTO commands (id, command) VALUES (?, ?)');
  const opened = db.prepare('UPDATE commands SET door_opening = 1 WHERE id = ?');
  const end = db.prepare('UPDATE commands SET outcome = ? WHERE id = ?');
  const known = db.prepare('SELECT 1 FROM commands WHERE id = ?');
  const unfinished = db.prepare('SELECT command, door_opening FROM commands WHERE outcome IS NULL ORDER BY rowid');
  return {
    beginCommand: (id, command) => void begin.run(id, JSON.stringify(command)),
    markDoorOpening: (id) => void opened.run(id),
    endCommand: (id, outcome) => void end.run(outcome, id),
    hasBegun: (id) => known.get(id) !== undefined,
    unfinishedCommands: () =>
      unfinished
        .all()
        .map((row) => ({ command: JSON.parse(String(row['command'])), doorOpening: row['door_opening'] === 1 })),
  };
}

function noteTable(db: DatabaseSync): Pick<KioskStore, 'get' | 'put' | 'delete'> {
  const get = db.prepare('SELECT value FROM notes WHERE key = ?');
  const put = db.prepare('INSERT OR REPLACE INTO notes VALUES (?, ?)');
  const remove = db.prepare('DELETE FROM notes WHERE key = ?');
  return {
    get: (key) => {
      const row = get.get(key);
      return row && JSON.parse(String(row['value']));
    },
    put: (key, value) => void put.run(key, JSON.stringify(value)),
    delete: (key) => void remove.run(key),
  };
}
