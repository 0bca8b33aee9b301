import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { correctedClock } from '../../../kiosk/cloud/corrected-clock.ts';
import { outbox } from '../../../kiosk/cloud/facts.ts';
import { type KioskStore, openKioskStore } from '../../../kiosk/store/kiosk-store.ts';
import type { MqttClient } from '../../../seams/mqtt.ts';
import { CONFIG, rig } from '../support/rig.ts';
import { settle, virtualClock } from '../support/virtual-clock.ts';

interface Link extends MqttClient {
  sent: Array<{ seq: number; bikeId?: string }>;
}

/** A connection that acknowledges, refuses, or falls silent, as the list says. */
function link(answers: Array<'ack' | 'fail'>): Link {
  const sent: Link['sent'] = [];
  return {
    sent,
    publish: async (_topic, payload) => {
      sent.push(JSON.parse(payload));
      if (answers.shift() === 'fail') throw new Error('The connection was lost.');
    },
    subscribe: async () => {},
    close: async () => {},
  };
}

function make(store: KioskStore, clock = virtualClock()) {
  const corrected = correctedClock(clock, store);
  corrected.learn(new Date(clock.now()).toUTCString(), clock.now(), clock.now());
  return { clock, facts: outbox(CONFIG, { store, clock: corrected, onChange: () => {} }) };
}
const docked = (bikeId: string) => ({ type: 'BikeDocked', bikeId, bay: 1 }) as const;

describe('the outbox', () => {
  let folder: string | undefined;
  afterEach(() => {
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  it('publishes facts in the order in which they happened, whatever the connection does', async () => {
    const answers = fc.array(fc.constantFrom<'ack' | 'fail'>('ack', 'fail'), { maxLength: 20 });
    const run = async (plan: Array<'ack' | 'fail'>, count: number) => {
      const { clock, facts } = make(openKioskStore(':memory:'));
      const connection = link(plan);
      facts.connected(connection);

      for (let bike = 1; bike <= count; bike += 1) facts.record(docked(`bike-${bike}`));
      for (let turn = 0; turn < 30 && facts.waiting() > 0; turn += 1) {
        await settle();
        clock.advance(2_000);
      }

      const firsts = connection.sent.filter(({ seq }, index, all) => all.findIndex((one) => one.seq === seq) === index);
      expect(facts.waiting()).toBe(0);
      expect(firsts.map(({ seq }) => seq)).toEqual(firsts.map((_, index) => index + 1));
      expect(firsts.map(({ bikeId }) => bikeId)).toEqual(firsts.map((_, index) => `bike-${index + 1}`));
    };

    await fc.assert(fc.asyncProperty(answers, fc.integer({ min: 1, max: 6 }), run), { numRuns: 25 });
  }, 30_000);

  it('keeps facts, and goes on counting, when the program ends', async () => {
    folder = mkdtempSync(join(tmpdir(), 'kiosk-'));
    const path = join(folder, 'kiosk.sqlite');
    const before = openKioskStore(path);
    make(before).facts.record(docked('bike-1'));
    before.close();

    const after = openKioskStore(path);
    const { facts } = make(after);
    const connection = link([]);
    facts.connected(connection);
    await settle();
    facts.record(docked('bike-2'));
    await settle();
    after.close();

    expect(connection.sent).toMatchObject([
      { seq: 1, bikeId: 'bike-1' },
      { seq: 2, bikeId: 'bike-2' },
    ]);
  });

  it('never gives a number twice, also when every fact was acknowledged before the end', async () => {
    folder = mkdtempSync(join(tmpdir(), 'kiosk-'));
    const path = join(folder, 'kiosk.sqlite');
    const before = openKioskStore(path);
    const first = make(before).facts;
    first.connected(link([]));
    first.record(docked('bike-1'));
    await settle();
    before.close();

    const after = openKioskStore(path);
    const second = make(after).facts;
    const connection = link([]);
    second.connected(connection);
    second.record(docked('bike-2'));
    await settle();
    after.close();

    expect(connection.sent).toMatchObject([{ seq: 2 }]);
  });

  it('sends a fact again, with its number and time, when its acknowledgement was lost', async () => {
    const { broker, cloud, kiosk, machine, until } = await rig();
    broker.loseAcknowledgements(true);
    machine.dock('bike-7');
    await until('the fact was sent', () => cloud.facts().some(({ type }) => type === 'BikeDocked'));

    broker.loseAcknowledgements(false);
    broker.cut(true);
    broker.cut(false);
    await until('it is acknowledged', () => kiosk.state().factsWaiting === 0);

    const [sent, again] = cloud.facts().filter(({ type }) => type === 'BikeDocked');
    expect(again).toEqual(sent);
  });
});
