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
});
