import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * A small durable map of JSON values, kept in spaces that each belong to one service. A write that has returned
 * survives the process and the machine.
 */
export interface Store {
  get<Value>(space: string, key: string): Value | undefined;
  put(space: string, key: string, value: unknown): void;
  delete(space: string, key: string): void;
  /** Entries whose key starts with `prefix`, in the order of their keys. */
  list<Value>(space: string, prefix?: string): Array<{ key: string; value: Value }>;
  close(): void;
}

/** Opens the store in an SQLite file; `:memory:` keeps nothing. */
export function openStore(path: string): Store {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  db.exec('CREATE TABLE IF NOT EXISTS entries (space TEXT, key TEXT, value TEXT, PRIMARY KEY (space, key)) STRICT;');
  const get = db.prepare('SELECT value FROM entries WHERE space = ? AND key = ?');
  const put = db.prepare('INSERT OR REPLACE INTO entries VALUES (?, ?, ?)');
  const remove = db.prepare('DELETE FROM entries WHERE space = ? AND key = ?');
  const list = db.prepare(
    'SELECT key, value FROM entries WHERE space = ?1 AND substr(key, 1, length(?2)) = ?2 ORDER BY key',
  );
  return {
    get: (space, key) => {
      const row = get.get(space, key);
      return row && JSON.parse(String(row['value']));
    },
    put: (space, key, value) => void put.run(space, key, JSON.stringify(value)),
    delete: (space, key) => void remove.run(space, key),
    list: (space, prefix = '') =>
      list.all(space, prefix).map((row) => ({ key: String(row['key']), value: JSON.parse(String(row['value'])) })),
    close: () => db.close(),
  };
}
