import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openStore } from '../../local/store.ts';
import { folder, forgetFolders } from './sample-app.ts';

describe('the store', () => {
  afterAll(forgetFolders);

  it('gives back any JSON value under any key', () => {
    const store = openStore(':memory:');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.jsonValue(), (key, value) => {
        store.put('things', key, value);

        const found = store.get('things', key);

        expect(found).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    store.close();
  });

  it('keeps what was written over a restart', () => {
    const path = join(folder(), 'deeper', 'store.sqlite');
    const before = openStore(path);
    before.put('kiosks', 'k1', { bays: 12 });
    before.close();

    const after = openStore(path);

    expect(after.get('kiosks', 'k1')).toEqual({ bays: 12 });
    after.close();
  });

  it('keeps the spaces of services apart', () => {
    const store = openStore(':memory:');
    store.put('one', 'key', 1);

    store.put('two', 'key', 2);
    store.delete('two', 'key');

    expect([store.get('one', 'key'), store.get('two', 'key')]).toEqual([1, undefined]);
    store.close();
  });

  it('lists by prefix in the order of keys, taking the prefix literally', () => {
    const store = openStore(':memory:');
    for (const key of ['b/2', 'a%1', 'b/1', 'ab', 'b', '🚲1']) store.put('space', key, key);

    const keys = (prefix?: string) => store.list('space', prefix).map(({ key }) => key);

    expect(keys()).toEqual(['a%1', 'ab', 'b', 'b/1', 'b/2', '🚲1']);
    expect(keys('b/')).toEqual(['b/1', 'b/2']);
    expect(keys('a%')).toEqual(['a%1']);
    expect(keys('🚲')).toEqual(['🚲1']);
    store.close();
  });

  it('shows what was staged at once, and keeps it over a restart', () => {
    const path = join(folder(), 'store.sqlite');
    const before = openStore(path);
    before.stage('events', 'e1', { taken: true });
    before.stage('events', 'e2', { taken: false });
    before.discard('events', 'e1');
    const seen = before.list('events');
    before.close();

    const after = openStore(path);

    expect(seen).toEqual([{ key: 'e2', value: { taken: false } }]);
    expect(after.list('events')).toEqual(seen);
    after.close();
  });
});

/** A store whose disk the test holds in its hands. */
function storeOnSlowDisk() {
  const waiting: Array<PromiseWithResolvers<void>> = [];
  const store = openStore(join(folder(), 'store.sqlite'), () => {
    const sync = Promise.withResolvers<void>();
    waiting.push(sync);
    return sync.promise;
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return { store, waiting, turn };
}

describe('what was staged', () => {
  afterAll(forgetFolders);

  it('is settled once the disk has it, in one go for all that was staged meanwhile', async () => {
    const { store, waiting, turn } = storeOnSlowDisk();
    const settled: string[] = [];
    const stage = (key: string) => {
      store.stage('events', key, key);
      void store.settled().then(() => settled.push(key));
    };
    stage('a');
    await turn();
    for (const key of ['b', 'c', 'd']) stage(key);
    await turn();
    const before = [...settled];

    waiting[0]?.resolve();
    await turn();
    const between = [...settled];
    waiting[1]?.resolve();
    await turn();

    expect([before, between, settled]).toEqual([[], ['a'], ['a', 'b', 'c', 'd']]);
    expect(waiting).toHaveLength(2);
    store.close();
  });

  it('is settled at once where nothing was', async () => {
    const { store, waiting } = storeOnSlowDisk();
    store.put('keys', 'k', 1);

    await store.settled();

    expect(waiting).toHaveLength(0);
    store.close();
  });

  it('is not settled where the disk fails, and is tried again for who asks again', async () => {
    const { store, waiting, turn } = storeOnSlowDisk();
    store.stage('events', 'e', 1);
    const failing = store.settled().catch((fault: Error) => fault.message);
    await turn();
    waiting[0]?.reject(new Error('EIO'));
    const failed = await failing;

    const again = store.settled();
    await turn();
    waiting[1]?.resolve();

    await expect(again).resolves.toBeUndefined();
    expect(failed).toBe('EIO');
    store.close();
  });

  it('is settled on the real disk', async () => {
    const store = openStore(join(folder(), 'store.sqlite'));
    store.stage('events', 'e', 1);

    await expect(store.settled()).resolves.toBeUndefined();
    store.close();
  });
});
