import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHub, type Hub } from '../../../local/iot/hub.ts';
import { openStore, type Store } from '../../../local/store.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';

let store: Store;
let clock: ManualClock;
let hub: Hub;

beforeEach(() => {
  store = openStore(':memory:');
  clock = manualClock();
  hub = createHub({ clock, store });
});

const message = (topic: string, text: string, retain = false) => ({
  topic,
  payload: Buffer.from(text),
  qos: 1 as const,
  retain,
});

describe('the hub', () => {
  it('lets everyone see a request before they see its answer', () => {
    const seen: string[] = [];
    hub.subscribe('ask', () => hub.publish(message('answer', 'yes')));
    hub.subscribe('#', ({ topic }) => seen.push(topic));

    hub.publish(message('ask', 'may I?'));

    expect(seen).toEqual(['ask', 'answer']);
  });

  it('tells the sender when a subscriber could not keep the message, after all others had it', () => {
    const seen: string[] = [];
    hub.subscribe('a/#', () => {
      throw new Error('The disk is full.');
    });
    hub.subscribe('a/b', ({ topic }) => seen.push(topic));

    const publishing = () => hub.publish(message('a/b', ''));

    expect(publishing).toThrow('The disk is full.');
    expect(seen).toEqual(['a/b']);
  });

  it('forgets a retained message when an empty one is retained, also over a restart', () => {
    hub.publish(message('kept', 'one', true));
    hub.publish(message('gone', 'two', true));
    hub.publish(message('gone', '', true));

    const restarted = createHub({ clock, store });

    expect(restarted.retained.matching(['#']).map(({ topic, payload }) => [topic, `${payload}`])).toEqual([
      ['kept', 'one'],
    ]);
  });
});

describe('a persistent session', () => {
  it('keeps what was not acknowledged over a restart, in order', () => {
    hub.sessions.subscribe('kiosk/1', [{ filter: 'orders/+', qos: 1 }]);
    for (const text of ['one', 'two', 'three']) hub.publish(message('orders/1', text));
    const [first] = hub.sessions.queued('kiosk/1');
    hub.sessions.acknowledge('kiosk/1', first?.seq ?? 0);

    const restarted = createHub({ clock, store });
    restarted.publish(message('orders/2', 'four'));

    expect(restarted.sessions.queued('kiosk/1').map(({ payload }) => `${payload}`)).toEqual(['two', 'three', 'four']);
  });

  it('keeps nothing of a filter that was given up', () => {
    hub.sessions.subscribe('kiosk-1', [
      { filter: 'a', qos: 1 },
      { filter: 'b', qos: 1 },
    ]);
    hub.sessions.unsubscribe('kiosk-1', ['a']);

    hub.publish(message('a', 'lost'));
    hub.publish(message('b', 'kept'));

    expect(hub.sessions.queued('kiosk-1').map(({ topic }) => topic)).toEqual(['b']);
  });

  it('expires an hour after its client went away', () => {
    hub.sessions.subscribe('kiosk-1', [{ filter: 'a', qos: 1 }]);
    hub.sessions.disconnected('kiosk-1');
    clock.advance(3_600_000);
    hub.publish(message('a', 'in time'));
    const inTime = hub.sessions.queued('kiosk-1').length;

    clock.advance(1);
    hub.publish(message('a', 'too late'));

    expect(inTime).toBe(1);
    expect(hub.sessions.queued('kiosk-1')).toEqual([]);
    expect(hub.sessions.subscriptions('kiosk-1')).toEqual([]);
  });
});
