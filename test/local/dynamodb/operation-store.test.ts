import { afterEach, describe, expect, it } from '@jest/globals';
import db from 'dynalite/db/index.js';
import { keyLocks } from '../../../local/dynamodb/key-locks.ts';
import type { Level } from '../../../local/dynamodb/level.ts';
import { operationStore } from '../../../local/dynamodb/operation-store.ts';

interface ItemDb {
  lock(key: string, enter: (release: (done: () => void) => () => void) => void): void;
  get(key: string, done: (fault: unknown, item: unknown) => void): void;
}

type ItemStore = { getItemDb(name: string): ItemDb };

const level = db.create({}).db as Level;
const backend = { level, locks: keyLocks(), region: 'eu-west-1', account: '000000000000' };
afterEach(() => level.close());

describe('an operation that throws in a callback', () => {
  it('fails alone and gives its keys back to the next one', async () => {
    const failed = Promise.withResolvers<unknown>();
    const first = operationStore(backend, (fault) => {
      first.end();
      failed.resolve(fault);
    });
    const second = operationStore(backend, (fault) => {
      throw fault;
    });
    const entered = Promise.withResolvers<void>();
    const firstItems = (first.store as ItemStore).getItemDb('bikes');
    const secondItems = (second.store as ItemStore).getItemDb('bikes');

    firstItems.lock('bike-1', () => {
      firstItems.get('bike-1', () => {
        throw new TypeError('a fault of the library');
      });
    });
    secondItems.lock('bike-1', (release) => release(entered.resolve)());

    expect(await failed.promise).toEqual(new TypeError('a fault of the library'));
    await expect(entered.promise).resolves.toBeUndefined();
  });
});
