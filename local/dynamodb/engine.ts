import { join } from 'node:path';
import batchGetItem from 'dynalite/actions/batchGetItem.js';
import batchWriteItem from 'dynalite/actions/batchWriteItem.js';
import createTable from 'dynalite/actions/createTable.js';
import deleteItem from 'dynalite/actions/deleteItem.js';
import describeTable from 'dynalite/actions/describeTable.js';
import getItem from 'dynalite/actions/getItem.js';
import listTables from 'dynalite/actions/listTables.js';
import putItem from 'dynalite/actions/putItem.js';
import query from 'dynalite/actions/query.js';
import scan from 'dynalite/actions/scan.js';
import updateItem from 'dynalite/actions/updateItem.js';
import db from 'dynalite/db/index.js';
import batchGetItemRules from 'dynalite/validations/batchGetItem.js';
import batchWriteItemRules from 'dynalite/validations/batchWriteItem.js';
import createTableRules from 'dynalite/validations/createTable.js';
import deleteItemRules from 'dynalite/validations/deleteItem.js';
import describeTableRules from 'dynalite/validations/describeTable.js';
import getItemRules from 'dynalite/validations/getItem.js';
import validations from 'dynalite/validations/index.js';
import listTablesRules from 'dynalite/validations/listTables.js';
import putItemRules from 'dynalite/validations/putItem.js';
import queryRules from 'dynalite/validations/query.js';
import scanRules from 'dynalite/validations/scan.js';
import updateItemRules from 'dynalite/validations/updateItem.js';
import type { HostContext } from '../module.ts';
import { ServiceError } from '../wire/contract.ts';
import { keyLocks } from './key-locks.ts';
import type { Level, Write } from './level.ts';
import { operationStore } from './operation-store.ts';

const actions = {
  BatchGetItem: { act: batchGetItem, rules: batchGetItemRules },
  BatchWriteItem: { act: batchWriteItem, rules: batchWriteItemRules },
  CreateTable: { act: createTable, rules: createTableRules },
  DeleteItem: { act: deleteItem, rules: deleteItemRules },
  DescribeTable: { act: describeTable, rules: describeTableRules },
  GetItem: { act: getItem, rules: getItemRules },
  ListTables: { act: listTables, rules: listTablesRules },
  PutItem: { act: putItem, rules: putItemRules },
  Query: { act: query, rules: queryRules },
  Scan: { act: scan, rules: scanRules },
  UpdateItem: { act: updateItem, rules: updateItemRules },
};

export type Action = keyof typeof actions;
export const ACTIONS = Object.keys(actions) as Action[];

export interface Engine {
  /** Does one of DynamoDB's operations. Rejects with a `ServiceError` for a fault of the caller's. */
  run(action: Action, input: object): Promise<unknown>;
  /** Removes a table with its items and indexes, in one step. */
  deleteTable(name: string): Promise<void>;
  close(): Promise<void>;
}

interface Told {
  statusCode: number;
  body: { __type: string; message?: string; Message?: string };
}

/** dynalite tells a caller's fault by an error with a `body`; what has none is a fault of its own. */
function told(fault: unknown): unknown {
  if (!(fault instanceof Error) || !('body' in fault)) return fault;
  const { statusCode, body } = fault as unknown as Told;
  return new ServiceError(body.__type.replace(/^.*#/, ''), body.message ?? body.Message ?? '', statusCode);
}

function lockedBy(path: string, cause: unknown): Error {
  const message = `The tables in ${path} cannot be opened. Does another host run on the same data? End it, or give this one a data folder of its own.`;
  return new Error(message, { cause });
}

/**
 * Opens dynalite's tables: DynamoDB on LevelDB, in `dataDir/dynamodb`, or in memory where `dataDir` is `:memory:`.
 * dynalite's actions are called directly, without its HTTP server. A write that was answered survives `kill -9`; a
 * loss of power may cost the last ones, as LevelDB leaves it to the operating system when to reach the disk.
 */
export function openEngine(context: Pick<HostContext, 'dataDir' | 'memory' | 'region' | 'account'>): Engine {
  const { dataDir, memory = {}, region, account } = context;
  const path = dataDir === ':memory:' ? undefined : join(dataDir, 'dynamodb');
  memory.level ??= db.create(path === undefined ? {} : { path }).db as Level;
  const { level } = memory;
  const opened = level.open().catch((cause: unknown) => {
    throw lockedBy(path ?? dataDir, cause);
  });
  opened.catch(() => undefined); // Every operation waits for it, and tells.
  const backend = { level, locks: keyLocks(), region, account };

  const perform = (action: Action, input: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const { act, rules } = actions[action];
      const fail = (fault: unknown): void => {
        operation.end();
        reject(told(fault));
      };
      const operation = operationStore(backend, fail);
      try {
        const checked = validations.checkTypes(input, rules.types);
        validations.checkValidations(checked, rules.types, rules.custom, operation.store);
        act(operation.store, checked, (fault, output) => {
          if (fault) return fail(fault);
          operation.end();
          return resolve(output);
        });
      } catch (fault) {
        fail(fault);
      }
    });

  return {
    run: async (action, input) => {
      await opened;
      return perform(action, input);
    },
    deleteTable: async (name) => {
      await opened;
      const writes: Write[] = [{ type: 'del', key: `table~${name}` }];
      for (const prefix of [`item-${name}~`, `index-global~${name}~`, `index-local~${name}~`]) {
        for await (const key of level.keys({ gte: prefix, lt: `${prefix}\uffff` })) writes.push({ type: 'del', key });
      }
      await level.batch(writes);
    },
    close: () => level.close(),
  };
}
