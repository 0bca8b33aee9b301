import { Stream } from 'node:stream';
import type { KeyRange, Level, Write } from './level.ts';

/** How dynalite hears of an outcome. */
type Done<Value = void> = (fault: unknown, value?: Value) => void;
type Release = (done: Done) => Done;

/** What all operations share. */
export interface Backend {
  level: Level;
  locks: (key: string) => Promise<() => void>;
  region: string;
  account: string;
}

/** One operation under way. */
interface Operation extends Backend {
  fail: (fault: unknown) => void;
  /** The keys that it holds, each as what gives it back. */
  held: Set<() => void>;
  /** Rows of indexes that wait for their item. */
  staged: Write[];
  ended: boolean;
}

/** DynamoDB's limit ("Service, account, and table quotas"): 400 KB an item. */
const ITEM_BYTES_MAX = 409_600;

function notFound(name: string, checkStatus: unknown): Error {
  const message = `Requested resource not found${checkStatus === false ? `: Table: ${name} not found` : ''}`;
  return Object.assign(new Error(message), {
    statusCode: 400,
    body: { __type: 'com.amazonaws.dynamodb.v20120810#ResourceNotFoundException', message },
  });
}

/** dynalite writes a table as CREATING and mends that by a timer; here it is whole from its first write on. */
function active(table: object): object {
  const indexes = 'GlobalSecondaryIndexes' in table ? (table.GlobalSecondaryIndexes as object[]) : undefined;
  const GlobalSecondaryIndexes = indexes?.map((index) => ({ ...index, IndexStatus: 'ACTIVE' }));
  return { ...table, ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }), TableStatus: 'ACTIVE' };
}

function within(prefix: string, { gt, gte, lt, lte, ...others }: KeyRange = {}): KeyRange {
  return {
    ...others,
    ...(gt === undefined ? { gte: prefix + (gte ?? '') } : { gt: prefix + gt }),
    ...(lte === undefined ? { lt: prefix + (lt ?? '\uffff') } : { lte: prefix + lte }),
  };
}

/** Tells `done` the outcome of some work; what `done` throws is the operation's fault. */
function settle<Value>({ fail }: Operation, work: Promise<Value>, done: Done<Value>): void {
  work.then((value) => done(null, value), done).catch(fail);
}

/** dynalite wants to hear later, whatever comes of it. */
async function read(level: Level, key: string): Promise<unknown> {
  return level.getSync(key);
}

/** Writes an item, and with it all that was staged. */
function commit(operation: Operation, write: Write, done: Done): void {
  const writes = [...operation.staged, write];
  operation.staged = [];
  settle(operation, operation.level.batch(writes), done);
}

function stage({ staged }: Operation, write: Write, done: Done): void {
  staged.push(write);
  done(null);
}

function lock({ locks, held, fail }: Operation, key: string, enter: (release: Release) => void): void {
  const entered = locks(key).then((unlock) => {
    held.add(unlock);
    enter((done) => (...outcome) => {
      held.delete(unlock);
      unlock();
      done(...outcome);
    });
  });
  entered.catch(fail);
}

/** A stream of the kind that dynalite reads: it is told to stop by `destroy`. */
function streamOf<Entry>(operation: Operation, entries: AsyncIterable<Entry>): Stream {
  let wanted = true;
  const stream = Object.assign(new Stream(), {
    destroy: () => {
      wanted = false;
    },
  });
  const pump = async (): Promise<void> => {
    for await (const entry of entries) {
      if (!wanted || operation.ended) break;
      stream.emit('data', entry);
    }
    stream.emit('end');
  };
  pump().catch(operation.fail);
  return stream;
}

/** How much is read at a time: each time another thread does it, and the page of a query or scan ends at 1 MB. */
const VALUES_AT_ONCE = 1_000;
const BYTES_AT_ONCE = 256 * 1024;

async function* valuesIn({ level }: Operation, range: KeyRange): AsyncIterable<unknown> {
  const values = level.values({ ...range, highWaterMarkBytes: BYTES_AT_ONCE });
  try {
    for (let some = await values.nextv(VALUES_AT_ONCE); some.length > 0; some = await values.nextv(VALUES_AT_ONCE))
      yield* some;
  } finally {
    await values.close();
  }
}

/** A part of the database, whose keys begin with its name. */
function space(operation: Operation, name: string) {
  const { level } = operation;
  return {
    lock: (key: string, enter: (release: Release) => void) => lock(operation, `${name}~${key}`, enter),
    get: (key: string, done: Done<unknown>) => settle(operation, read(level, `${name}~${key}`), done),
    put: (key: string, value: unknown, done: Done) =>
      commit(operation, { type: 'put', key: `${name}~${key}`, value }, done),
    del: (key: string, done: Done) => commit(operation, { type: 'del', key: `${name}~${key}` }, done),
    createValueStream: (range?: KeyRange) => streamOf(operation, valuesIn(operation, within(`${name}~`, range))),
  };
}

function indexSpace(operation: Operation, name: string) {
  return {
    ...space(operation, name),
    put: (key: string, value: unknown, done: Done) =>
      stage(operation, { type: 'put', key: `${name}~${key}`, value }, done),
    del: (key: string, done: Done) => stage(operation, { type: 'del', key: `${name}~${key}` }, done),
  };
}

async function* tableNames({ level }: Operation): AsyncIterable<string> {
  for await (const key of level.keys(within('table~'))) yield key.slice('table~'.length);
}

function tableSpace(operation: Operation) {
  const tables = space(operation, 'table');
  return {
    ...tables,
    awsRegion: operation.region,
    awsAccountId: operation.account,
    // What comes after the answer is the timer that would mend a table's status.
    put: (name: string, table: object, done: Done) =>
      operation.ended ? done(null) : tables.put(name, active(table), done),
    createKeyStream: () => streamOf(operation, tableNames(operation)),
  };
}

function getTable(operation: Operation, name: string, checkStatus: unknown, done: Done<unknown>): void {
  settle(operation, read(operation.level, `table~${name}`), (fault, table) => {
    if (fault) return done(fault);
    return table === undefined ? done(notFound(name, checkStatus)) : done(null, table);
  });
}

/**
 * The store that dynalite's actions work on, made anew for each operation, for two reasons.
 *
 * An item and its rows in the indexes are written by one batch: dynalite writes the rows first, each by itself, and a
 * process that is killed between them leaves indexes that disagree with the table for good. Here a row is kept until
 * the item comes, which is in the same turn of the event loop.
 *
 * What dynalite throws in a callback would end the process and leave its keys locked. Here it ends the operation:
 * `fail` is told, and `end` gives the keys back.
 */
export function operationStore(backend: Backend, fail: (fault: unknown) => void): { store: object; end(): void } {
  const operation: Operation = { ...backend, fail, held: new Set(), staged: [], ended: false };
  return {
    store: {
      options: { createTableMs: 0, maxItemSize: ITEM_BYTES_MAX },
      tableDb: tableSpace(operation),
      getTable: (name: string, checkStatus: unknown, done?: Done<unknown>) =>
        getTable(operation, name, checkStatus, done ?? (checkStatus as Done<unknown>)),
      getItemDb: (table: string) => space(operation, `item-${table}`),
      getIndexDb: (type: string, table: string, name: string) =>
        indexSpace(operation, `index-${type.toLowerCase()}~${table}~${name}`),
    },
    end: () => {
      operation.ended = true;
      for (const unlock of operation.held) unlock();
      operation.held.clear();
    },
  };
}
