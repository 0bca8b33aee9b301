import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHub, type Hub } from '../../../local/iot/hub.ts';
import { openShadows, type Shadows } from '../../../local/iot/shadows.ts';
import { openStore, type Store } from '../../../local/store.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';

const AT = Date.parse('2030-01-01T00:00:00Z') / 1000;
const HOUR_MS = 3_600_000;

let store: Store;
let clock: ManualClock;
let hub: Hub;
let shadows: Shadows;
let told: Array<{ topic: string; document: unknown }>;

beforeEach(() => {
  store = openStore(':memory:');
  clock = manualClock();
  hub = createHub({ clock, store });
  shadows = openShadows({ hub, store, clock });
  told = [];
  hub.subscribe('$aws/#', ({ topic, payload }) => {
    if (!/\/(update|get|delete)$/.test(topic)) told.push({ topic, document: JSON.parse(payload.toString()) });
  });
});

const bytes = (document: unknown) => Buffer.from(JSON.stringify(document));
const ask = (topic: string, document: unknown) =>
  hub.publish({ topic, payload: bytes(document), qos: 1, retain: false });
const update = (document: unknown) => shadows.update('kiosk-1', 'commands', bytes(document));
const topic = (end: string) => `$aws/things/kiosk-1/shadow/name/commands/${end}`;

describe('a shadow', () => {
  it('answers an update, tells what is to be done, and what changed', () => {
    update({ state: { reported: { door: 'closed' } } });
    clock.advance(5_000);
    told = [];

    ask(topic('update'), { state: { desired: { door: 'open' } }, clientToken: 't-1' });

    const metadata = { door: { timestamp: AT + 5 } };
    const common = { version: 2, timestamp: AT + 5 };
    const reported = { state: { reported: { door: 'closed' } }, metadata: { reported: { door: { timestamp: AT } } } };
    expect(told).toEqual([
      {
        topic: topic('update/accepted'),
        document: {
          state: { desired: { door: 'open' } },
          metadata: { desired: metadata },
          clientToken: 't-1',
          ...common,
        },
      },
      { topic: topic('update/delta'), document: { state: { door: 'open' }, metadata, clientToken: 't-1', ...common } },
      {
        topic: topic('update/documents'),
        document: {
          previous: { ...reported, version: 1 },
          current: {
            state: { desired: { door: 'open' }, reported: { door: 'closed' } },
            metadata: { desired: metadata, reported: reported.metadata.reported },
            version: 2,
          },
          timestamp: AT + 5,
          clientToken: 't-1',
        },
      },
    ]);
  });

  it('says nothing of a delta when the device has done as desired', () => {
    update({ state: { desired: { door: 'open' } } });
    told = [];

    update({ state: { reported: { door: 'open', extra: 1 } } });

    expect(told.map((message) => message.topic)).toEqual([topic('update/accepted'), topic('update/documents')]);
  });

  it('is read whole, with its delta', () => {
    update({ state: { desired: { a: { b: 1, c: 2 } }, reported: { a: { b: 1 } } } });

    ask(topic('get'), { clientToken: 'g' });

    const stamp = { timestamp: AT };
    expect(told.at(-1)).toEqual({
      topic: topic('get/accepted'),
      document: {
        state: { desired: { a: { b: 1, c: 2 } }, reported: { a: { b: 1 } }, delta: { a: { c: 2 } } },
        metadata: { desired: { a: { b: stamp, c: stamp } }, reported: { a: { b: stamp } } },
        version: 1,
        timestamp: AT,
        clientToken: 'g',
      },
    });
  });

  it('loses a section that is set to null or left empty', () => {
    update({ state: { desired: { a: 1 }, reported: { b: 1 } } });

    update({ state: { desired: null, reported: { b: null } } });

    expect(shadows.get('kiosk-1', 'commands')).toMatchObject({ state: {}, metadata: {}, version: 2 });
  });

  it('outlives the host', () => {
    update({ state: { desired: { a: 1 } } });

    const restarted = openShadows({ hub: createHub({ clock, store }), store, clock });

    expect(restarted.get('kiosk-1', 'commands')).toMatchObject({ state: { desired: { a: 1 } }, version: 1 });
  });

  it('goes on with its version when it is made again within 48 hours, and starts anew after', () => {
    update({ state: { desired: { a: 1 } } });
    update({ state: { desired: { a: 2 } } });
    ask(topic('delete'), { clientToken: 'd' });
    const deleted = told.at(-1);
    clock.advance(48 * HOUR_MS);
    const again = update({ state: { desired: { b: 1 } } });
    shadows.delete('kiosk-1', 'commands');
    clock.advance(48 * HOUR_MS + 1);

    const anew = update({ state: { desired: { c: 1 } } });

    expect(deleted).toEqual({
      topic: topic('delete/accepted'),
      document: { version: 2, timestamp: AT, clientToken: 'd' },
    });
    expect([again['version'], anew['version']]).toEqual([3, 1]);
    expect(shadows.get('kiosk-1', 'commands')['state']).toEqual({ desired: { c: 1 }, delta: { c: 1 } });
  });

  it('is listed by name while it exists; the classic one is not', () => {
    shadows.update('kiosk-1', undefined, bytes({ state: {} }));
    shadows.update('kiosk-1', 'bays', bytes({ state: {} }));
    shadows.update('kiosk-10', 'other', bytes({ state: {} }));
    update({ state: {} });
    shadows.delete('kiosk-1', 'bays');

    const names = shadows.named('kiosk-1');

    expect(names).toEqual(['commands']);
  });
});

describe('a refused request', () => {
  const nested = (levels: number): unknown => (levels === 0 ? 1 : { inner: nested(levels - 1) });

  it.each([
    ['[]', 400, 'Invalid JSON'],
    ['{"state"', 400, 'Invalid JSON'],
    ['{}', 400, 'Missing required node: state'],
    ['{"state":[]}', 400, 'State node must be an object'],
    ['{"state":{"desired":1}}', 400, 'Desired node must be an object'],
    ['{"state":{"reported":"x"}}', 400, 'Reported node must be an object'],
    ['{"state":{},"version":"1"}', 400, 'Invalid version'],
    [`{"state":{},"clientToken":"${'é'.repeat(33)}"}`, 400, 'Invalid clientToken'],
    [JSON.stringify({ state: { desired: nested(7) } }), 400, 'JSON contains too many levels of nesting; maximum is 6'],
    ['{"state":{"wanted":{}}}', 400, 'State contains an invalid node'],
    ['{"state":{"desired":{"list":[1,null]}}}', 400, 'State contains an invalid node'],
    [
      JSON.stringify({ state: { desired: { text: 'x'.repeat(8192) } } }),
      413,
      'The payload exceeds the maximum size allowed',
    ],
  ])("of %.60s is answered with AWS's words", (payload, code, message) => {
    hub.publish({ topic: topic('update'), payload: Buffer.from(payload), qos: 1, retain: false });

    expect(told).toEqual([{ topic: topic('update/rejected'), document: { code, message, timestamp: AT } }]);
  });

  it('for a payload that is not UTF-8 is answered with 415', () => {
    hub.publish({ topic: topic('update'), payload: Buffer.from([0xff, 0xfe]), qos: 1, retain: false });

    expect(told[0]?.document).toMatchObject({ code: 415 });
  });

  it('leaves the shadow alone and carries the client token when another version was expected', () => {
    update({ state: { desired: { a: 1 } } });

    ask(topic('update'), { state: { desired: { a: 2 } }, version: 7, clientToken: 't' });

    expect(told.at(-1)).toEqual({
      topic: topic('update/rejected'),
      document: { code: 409, message: 'Version conflict', timestamp: AT, clientToken: 't' },
    });
    expect(shadows.get('kiosk-1', 'commands')).toMatchObject({ state: { desired: { a: 1 } }, version: 1 });
  });

  it('for a shadow that is not there names it', () => {
    ask('$aws/things/kiosk-1/shadow/get', {});
    ask(topic('get'), {});

    expect(told.map(({ document }) => document)).toEqual([
      { code: 404, message: "No shadow exists with name: 'kiosk-1'", timestamp: AT },
      { code: 404, message: "No shadow exists with name: 'kiosk-1~commands'", timestamp: AT },
    ]);
  });

  it('does not come of six levels of nesting, which are allowed', () => {
    const accepted = update({ state: { desired: nested(6) } });

    expect(accepted['version']).toBe(1);
  });
});
