import { describe, expect, it } from '@jest/globals';
import { compilePattern } from '../../../local/events/pattern.ts';

const event = {
  source: 'freewheel.bikes',
  'detail-type': 'TripEnded',
  resources: ['arn:aws:s3:::photos'],
  detail: {
    bikeId: 'Bike-7',
    minutes: 42,
    fare: null,
    paid: false,
    tags: ['electric', 'new'],
    none: [],
    kiosk: {
      city: 'utrecht',
      bays: [
        { bay: 1, state: 'free' },
        { bay: 2, state: 'jammed' },
      ],
    },
  },
};

const detail = (pattern: unknown) => ({ detail: pattern });

describe('an event pattern', () => {
  it.each<[string, unknown]>([
    ['exact text', { source: ['freewheel.bikes'] }],
    ['one of several', { source: ['freewheel.storage', 'freewheel.bikes'] }],
    ['an exact number', detail({ minutes: [42] })],
    ['null', detail({ fare: [null] })],
    ['false', detail({ paid: [false] })],
    ['one element of an array', detail({ tags: ['new'] })],
    ['a nested field', detail({ kiosk: { city: ['utrecht'] } })],
    ['a field of an object in an array', detail({ kiosk: { bays: { state: ['jammed'] } } })],
    ['a prefix', { source: [{ prefix: 'freewheel.' }] }],
    ['a prefix in any case', detail({ bikeId: [{ prefix: { 'equals-ignore-case': 'BIKE-' } }] })],
    ['a suffix', { 'detail-type': [{ suffix: 'Ended' }] }],
    ['text in any case', detail({ bikeId: [{ 'equals-ignore-case': 'bike-7' }] })],
    ['a wildcard', { resources: [{ wildcard: 'arn:*:s3:::*' }] }],
    ['anything but one', detail({ bikeId: [{ 'anything-but': 'Bike-8' }] })],
    ['anything but some', detail({ minutes: [{ 'anything-but': [41, 43] }] })],
    ['anything but a prefix', detail({ bikeId: [{ 'anything-but': { prefix: 'Kiosk-' } }] })],
    ['anything but several suffixes', detail({ bikeId: [{ 'anything-but': { suffix: ['-8', '-9'] } }] })],
    ['anything but a wildcard', detail({ bikeId: [{ 'anything-but': { wildcard: 'Kiosk*' } }] })],
    ['a numeric range', detail({ minutes: [{ numeric: ['>', 0, '<=', 42] }] })],
    ['a numeric value', detail({ minutes: [{ numeric: ['=', 42.0] }] })],
    ['what exists', detail({ bikeId: [{ exists: true }] })],
    ['what does not exist', detail({ damage: [{ exists: false }] })],
    ['what does not exist, deeper', detail({ rider: { name: [{ exists: false }] } })],
    ['an empty array as absent', detail({ none: [{ exists: false }] })],
    ['one of two alternatives', { $or: [{ source: ['x'] }, { 'detail-type': ['TripEnded'] }] }],
    ['alternatives within detail', detail({ minutes: [42], $or: [{ paid: [true] }, { fare: [null] }] })],
  ])('matches %s', (_, pattern) => {
    const matches = compilePattern(pattern);

    expect(matches(event)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['other text', { source: ['freewheel.payments'] }],
    ['the beginning of a text', { source: ['freewheel'] }],
    ['a number as text', detail({ minutes: ['42'] })],
    ['false for null', detail({ fare: [false] })],
    ['one field of two', { source: ['freewheel.bikes'], 'detail-type': ['TripStarted'] }],
    ['a missing field', detail({ damage: ['none'] })],
    ['fields of two objects in an array', detail({ kiosk: { bays: { bay: [1], state: ['jammed'] } } })],
    ['another prefix', { source: [{ prefix: 'aws.' }] }],
    ['text in another case', detail({ bikeId: ['bike-7'] })],
    ['a wildcard that stops early', { resources: [{ wildcard: 'arn:*:s3' }] }],
    ['a dot of a wildcard as any character', { source: [{ wildcard: 'freewheelxbikes' }] }],
    ['a star that is escaped', detail({ bikeId: [{ wildcard: 'Bike-\\*' }] })],
    ['anything but itself', detail({ bikeId: [{ 'anything-but': ['Bike-7', 'Bike-8'] }] })],
    ['anything but its prefix', detail({ bikeId: [{ 'anything-but': { prefix: 'Bike-' } }] })],
    ['anything but, of a missing field', detail({ damage: [{ 'anything-but': 'none' }] })],
    ['a range that it lies outside of', detail({ minutes: [{ numeric: ['>', 42] }] })],
    ['what exists, as absent', detail({ bikeId: [{ exists: false }] })],
    ['an object as a value that exists', detail({ kiosk: [{ exists: true }] })],
    ['neither of two alternatives', { $or: [{ source: ['x'] }, { source: ['y'] }] }],
    ['a field of every object by name', { toString: [{ exists: true }] }],
  ])('does not match %s', (_, pattern) => {
    const matches = compilePattern(pattern);

    expect(matches(event)).toBe(false);
  });

  it.each<[string, unknown, RegExp]>([
    ['no fields', {}, /an object with fields/],
    ['a bare value', { source: 'freewheel.bikes' }, /"source" must be an object or an array/],
    ['an empty list', { source: [] }, /'source' is empty/],
    ['an operator not served', { source: [{ cidr: '10.0.0.0/8' }] }, /'cidr'/],
    ['two operators in one', { source: [{ prefix: 'a', suffix: 'b' }] }, /stands alone/],
    ['a range without a number', { n: [{ numeric: ['>'] }] }, /numeric/],
    ['an unknown comparison', { n: [{ numeric: ['!', 3] }] }, /'! 3'/],
  ])('is refused with %s', (_, pattern, reason) => {
    const compile = () => compilePattern(pattern);

    expect(compile).toThrow(expect.objectContaining({ code: 'InvalidEventPatternException' }));
    expect(compile).toThrow(reason);
  });
});
