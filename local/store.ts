import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sharedSync } from './shared-sync.ts';

/**
 * A small durable map of JSON values, kept in spaces that each belong to one service. What was written is there to be
 * read, and survives the process, once the call has returned; `put` and `delete` wait for the disk besides, so that it
 * survives the machine too.
 */
export interface Store {
  get<Value>(space: string, key: string): Value | undefined;
  put(space: string, key: string, value: unknown): void;
  delete(space: string, key: string): void;
  /** Like `put`, but survives the machine only once `settled` says so: for what is written often. */
  stage(space: string, key: string, value: unknown): void;
  /** Removes what is done with. Should the machine fail just then, it may be there again, and be done again. */
  discard(space: string, key: string): void;
  /** Resolves once everything written so far survives the machine. All who wait share one write of the disk. */
  settled(): Promise<void>;
  /** Entries whose key starts with `prefix`, in the order of their keys. */
  list<Value>(space: string, prefix?: string): Array<{ key: string; value: Value }>;
  close(): void;
}

/** Brings a file onto the disk. */
export type SyncFile = (path: string) => Promise<void>;

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.datasync().finally(() => file.close());
}

/** A write waits for the disk, or leaves that to who asks for it. SQLite appends either to its log, in order. */
const FULL = 'PRAGMA synchronous = FULL;';
const NORMAL = 'PRAGMA synchronous = NORMAL;';

function openDatabase(path: string): DatabaseSync {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const db = new DatabaseSync(path);
  db.exec(`PRAGMA journal_mode = WAL; ${FULL}`);
  db.exec('CREATE TABLE IF NOT EXISTS entries (space TEXT, key TEXT, value TEXT, PRIMARY KEY (space, key)) STRICT;');
  // A write that has the log made, and its name brought onto the disk: `settled` sees to no more than its content.
  db.exec('PRAGMA user_version = 1;');
  return db;
}

/** Opens the store in an SQLite file; `:memory:` keeps nothing. */
export function openStore(path: string, sync: SyncFile = syncFile): Store {
  const db = openDatabase(path);
  const get = db.prepare('SELECT value FROM entries WHERE space = ? AND key = ?');
  const put = db.prepare('INSERT OR REPLACE INTO entries VALUES (?, ?, ?)');
  const remove = db.prepare('DELETE FROM entries WHERE space = ? AND key = ?');
  const list = db.prepare(
    'SELECT key, value FROM entries WHERE space = ?1 AND substr(key, 1, length(?2)) = ?2 ORDER BY key',
  );
  let isClosed = path === ':memory:';
  const disk = sharedSync(async () => {
    if (isClosed) return;
    await sync(`${path}-wal`).catch((fault: unknown) => {
      // Closing has brought everything onto the disk, and taken the log away.
      if (!isClosed) throw fault;
    });
  });
  const staged = (write: () => void): void => {
    db.exec(NORMAL);
    try {
      write();
    } finally {
      db.exec(FULL);
    }
  };
  return {
    get: (space, key) => {
      const row = get.get(space, key);
      return row && JSON.parse(String(row['value']));
    },
    put: (space, key, value) => void put.run(space, key, JSON.stringify(value)),
    delete: (space, key) => void remove.run(space, key),
    stage: (space, key, value) => {
      staged(() => put.run(space, key, JSON.stringify(value)));
      disk.wrote();
    },
    discard: (space, key) => staged(() => remove.run(space, key)),
    settled: disk.settled,
    list: (space, prefix = '') =>
      list.all(space, prefix).map((row) => ({ key: String(row['key']), value: JSON.parse(String(row['value'])) })),
    close: () => {
      isClosed = true;
      db.close();
    },
  };
}
