import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BusEvent } from '../../../local/events/bus-event.ts';
import { inputFor } from '../../../local/events/target-input.ts';

const rule = { name: 'TripEnded', arn: 'arn:aws:events:eu-west-1:000000000000:rule/TripEnded' };

const eventWith = (detail: unknown): BusEvent => ({
  version: '0',
  id: 'e-1',
  'detail-type': 'TripEnded',
  source: 'freewheel.bikes',
  account: '000000000000',
  time: '2026-04-01T00:00:00Z',
  region: 'eu-west-1',
  resources: [],
  detail,
});

const event = eventWith({ 'bike-id': 'bike-7', minutes: 42, bays: [{ bay: 3 }], note: 'a "quoted" note' });
const InputPathsMap = {
  bike: '$.detail.bike-id',
  minutes: '$.detail.minutes',
  note: '$.detail.note',
  none: '$.detail.x',
};

describe("a target's input", () => {
  it.each<[string, object, unknown]>([
    ['the event', {}, event],
    ['a constant', { Input: '{"shard":1}' }, { shard: 1 }],
    ['a part of the event', { InputPath: '$.detail.bays[0].bay' }, 3],
    [
      'a template of values',
      { InputTransformer: { InputPathsMap, InputTemplate: '{"b":<bike>,"m":<minutes>}' } },
      { b: 'bike-7', m: 42 },
    ],
    [
      'a template of text',
      { InputTransformer: { InputPathsMap, InputTemplate: '"<bike>: <minutes>, <note>"' } },
      'bike-7: 42, a "quoted" note',
    ],
    [
      'null for what is not there',
      { InputTransformer: { InputPathsMap, InputTemplate: '{"x":<none>,"t":"<none>"}' } },
      { x: null, t: '' },
    ],
    [
      'what is known of the rule',
      { InputTransformer: { InputTemplate: '{"r":"<aws.events.rule-name>","e":<aws.events.event.json>}' } },
      { r: 'TripEnded', e: event },
    ],
  ])('is %s', (_, target, expected) => {
    const input = inputFor(target, event, rule);

    expect(JSON.parse(input)).toEqual(expected);
  });

  it('is JSON whatever a value holds, in quotes and out of them', () => {
    const InputTemplate = '{"value":<v>,"text":"it is <v>"}';

    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const input = inputFor(
          { InputTransformer: { InputPathsMap: { v: '$.detail.v' }, InputTemplate } },
          eventWith({ v: value }),
          rule,
        );

        expect(JSON.parse(input)).toEqual({ value, text: `it is ${value}` });
      }),
    );
  });

  it('is refused where a template makes no JSON', () => {
    const make = () => inputFor({ InputTransformer: { InputPathsMap, InputTemplate: 'bike <bike>' } }, event, rule);

    expect(make).toThrow(/rule TripEnded is no JSON/);
  });
});
