/** The database below dynalite: LevelDB on disk or its like in memory, with JSON values (abstract-level 3). */
export interface Level {
  open(): Promise<void>;
  close(): Promise<void>;
  /** Undefined where there is no such key. At once: another thread takes a hundred times as long to ask. */
  getSync(key: string): unknown;
  /** All of the writes, or none. */
  batch(writes: Write[]): Promise<void>;
  keys(range: KeyRange): AsyncIterable<string>;
  values(range: KeyRange & { highWaterMarkBytes: number }): Values;
}

/** Values in the order of their keys, some at a time. */
export interface Values {
  /** As many as `size`, or fewer where they are large; none at the end. */
  nextv(size: number): Promise<unknown[]>;
  close(): Promise<void>;
}

export interface KeyRange {
  gt?: string;
  gte?: string;
  lt?: string;
  lte?: string;
  limit?: number;
}

export type Write = { type: 'put'; key: string; value: unknown } | { type: 'del'; key: string };
