import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRouteTable } from '../../../local/http-api/route-table.ts';

function tableOf(keys: string[]) {
  const table = createRouteTable<string>();
  for (const key of keys) table.add(key, key);
  return table;
}

describe('choosing a route', () => {
  // The example of AWS's own page, "Routing API requests".
  const keys = ['$default', 'ANY /{proxy+}', 'GET /pets/{proxy+}', 'GET /pets/dog/{id}', 'GET /pets/dog/1'];

  it.each([
    ['GET', '/pets/dog/1', 'GET /pets/dog/1', {}],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
    ['GET', '/pets/cat/1', 'GET /pets/{proxy+}', { proxy: 'cat/1' }],
    ['POST', '/test/5', 'ANY /{proxy+}', { proxy: 'test/5' }],
    ['POST', '/pets/dog/1', 'ANY /{proxy+}', { proxy: 'pets/dog/1' }],
  ])('takes %s %s to %s, in whichever order the routes were made', (method, path, expected, parameters) => {
    fc.assert(
      fc.property(fc.shuffledSubarray(keys, { minLength: keys.length }), (shuffled) => {
        const match = tableOf(shuffled).match(method, path);

        expect(match).toEqual({ routeKey: expected, target: expected, parameters });
      }),
    );
  });

  it('prefers a method to any, and a path to a method', () => {
    const table = tableOf(['ANY /a/{id}', 'GET /a/{id}', 'ANY /a/b']);

    const chosen = ['/a/c', '/a/b'].map((path) => table.match('GET', path)?.target);

    expect(chosen).toEqual(['GET /a/{id}', 'ANY /a/b']);
  });

  it('takes what nothing else fits to $default', () => {
    const table = tableOf(['GET /a', '$default']);

    const match = table.match('GET', '/b');

    expect(match).toMatchObject({ routeKey: '$default', target: '$default' });
  });

  it.each(['/a', '/a/b/c', '/a/', '/A/b', '/'])('finds none for %s where only /a/{id} is', (path) => {
    const table = tableOf(['GET /a/{id}']);

    const match = table.match('GET', path);

    expect(match).toBeUndefined();
  });

  it('refuses what is no route key', () => {
    const table = tableOf([]);

    expect(() => table.add('GET', 'x')).toThrow("'GET' is no route key");
  });
});
