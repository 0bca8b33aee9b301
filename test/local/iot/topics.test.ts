import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { filterTree } from '../../../local/iot/filter-tree.ts';
import { filterFault, matches, publishFault, shadowRequestOf } from '../../../local/iot/topics.ts';

const level = fc.constantFrom('a', 'b', '', '$aws', 'kiosk-1');
const topic = fc.array(level, { minLength: 1, maxLength: 5 }).map((levels) => levels.join('/'));
const filter = fc
  .tuple(fc.array(fc.oneof(level, fc.constant('+')), { maxLength: 4 }), fc.constantFrom('#', '+', 'a', 'b'))
  .map(([levels, last]) => [...levels, last].join('/'));

describe('topic filters', () => {
  // From MQTT 3.1.1, sections 4.7.1 and 4.7.2.
  it.each([
    ['sport/tennis/player1/#', 'sport/tennis/player1', true],
    ['sport/tennis/player1/#', 'sport/tennis/player1/score/wimbledon', true],
    ['sport/#', 'sport', true],
    ['#', 'anything/at/all', true],
    ['sport/tennis/+', 'sport/tennis/player1', true],
    ['sport/tennis/+', 'sport/tennis/player1/ranking', false],
    ['sport/+', 'sport', false],
    ['sport/+', 'sport/', true],
    ['+/+', '/finance', true],
    ['/+', '/finance', true],
    ['+', '/finance', false],
    ['#', '$aws/things', false],
    ['+/things', '$aws/things', false],
    ['$aws/+', '$aws/things', true],
    ['$aws/#', '$aws/things', true],
  ])('%s matches %s: %s', (wanted, published, expected) => {
    const found = matches(wanted, published);

    expect(found).toBe(expected);
  });

  it('find the same in a tree of many as one by one', () => {
    fc.assert(
      fc.property(fc.uniqueArray(filter, { maxLength: 30 }), fc.nat(), topic, (filters, removed, published) => {
        const tree = filterTree<string>();
        for (const each of filters) tree.add(each, each);
        const gone = filters[removed % Math.max(filters.length, 1)];
        if (gone !== undefined) tree.remove(gone, gone);

        const found = [...tree.match(published)].sort();

        expect(found).toEqual(filters.filter((each) => each !== gone && matches(each, published)).sort());
      }),
    );
  });

  it.each(['a/#/b', 'a#', 'a/b+', '+a/b', ''])('are refused when malformed: %s', (malformed) => {
    const fault = filterFault(malformed);

    expect(fault).toBeDefined();
  });
});

describe('topics', () => {
  it('may be published unless reserved, long or deep', () => {
    const payload = Buffer.alloc(0);

    expect(publishFault('freewheel/lyon/kiosks/k-1/events', payload)).toBeUndefined();
    expect(publishFault('$aws/things/k-1/shadow/name/commands/update', payload)).toBeUndefined();
    expect(publishFault('$aws/things/k-1/shadow/name/commands/update/delta', payload)).toContain('reserved');
    expect(publishFault('x'.repeat(257), payload)).toContain('256 bytes');
    expect(publishFault('1/2/3/4/5/6/7/8/9', payload)).toContain('7 slashes');
    expect(publishFault('a/+', payload)).toContain('wildcard');
    expect(publishFault('a', Buffer.alloc(128 * 1024 + 1))).toContain('larger than');
  });

  it('tell the shadow that a request is for', () => {
    const [classic, named, answer] = [
      shadowRequestOf('$aws/things/k-1/shadow/get'),
      shadowRequestOf('$aws/things/k-1/shadow/name/commands/update'),
      shadowRequestOf('$aws/things/k-1/shadow/update/accepted'),
    ];

    expect(classic).toEqual({ thing: 'k-1', operation: 'get' });
    expect(named).toEqual({ thing: 'k-1', name: 'commands', operation: 'update' });
    expect(answer).toBeUndefined();
  });
});
