/** The database below dynalite: LevelDB on disk or its like in memory, with JSON values (abstract-level 3). */
export interface Level {
  open(): Promise<void>;
  close(): Promise<void>;
  /** Undefined where there is no such key. */
  get(key: string): Promise<unknown>;
  /** All of the writes, or none. */
  batch(writes: Write[]): Promise<void>;
  keys(range: KeyRange): AsyncIterable<string>;
  values(range: KeyRange): AsyncIterable<unknown>;
}

export interface KeyRange {
  gt?: string;
  gte?: string;
  lt?: string;
  lte?: string;
  limit?: number;
}

export type Write = { type: 'put'; key: string; value: unknown } | { type: 'del'; key: string };
