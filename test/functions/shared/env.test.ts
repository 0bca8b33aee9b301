import { describe, expect, it } from '@jest/globals';
import { readEnv } from '../../../functions/shared/env.ts';

const names = { table: 'A_TABLE', keyId: 'A_KEY_ID', city: 'CITY' } as const;

describe('the environment of a function', () => {
  it('is read under the names that the service declared', () => {
    const env = readEnv(names, { A_TABLE: 'table', A_KEY_ID: 'key', CITY: 'testville', OTHER: 'x' });

    expect(env).toEqual({ table: 'table', keyId: 'key', city: 'testville' });
  });

  it('names everything that is missing or empty at once', () => {
    expect(() => readEnv(names, { CITY: '', A_KEY_ID: 'key' })).toThrow(
      "The function's environment lacks A_TABLE, CITY.",
    );
  });
});
