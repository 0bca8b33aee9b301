import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Driver } from '../../../kiosk/hardware/driver.ts';
import { type Rig, rig } from '../support/rig.ts';
import { settle } from '../support/virtual-clock.ts';

/** Counts what the machine was told, by motion. */
function counted(driver: Driver): Record<'fetch' | 'openDoor', number> {
  const counts = { fetch: 0, openDoor: 0 };
  const { fetch, openDoor } = driver;
  driver.fetch = (bay) => {
    counts.fetch += 1;
    return fetch(bay);
  };
  driver.openDoor = () => {
    counts.openDoor += 1;
    return openDoor();
  };
  return counts;
}

type Trouble = 'repeat' | 'replay' | 'reconnect' | 'powerCut' | 'take' | 'wait' | 'loseAcks';

const troubles = fc.array(
  fc.record({
    trouble: fc.constantFrom<Trouble>('repeat', 'replay', 'reconnect', 'powerCut', 'take', 'wait', 'loseAcks'),
    afterMs: fc.integer({ min: 0, max: 4_000 }),
  }),
  { maxLength: 12 },
);

describe('whatever happens to a command', () => {
  let made: Rig | undefined;
  afterEach(() => made?.kiosk.stop());

  it('is begun, and moves the machine, at most once, and each fact keeps its number', async () => {
    const run = async (plan: Array<{ trouble: Trouble; afterMs: number }>) => {
      const here = await rig();
      made = here;
      const counts = counted(here.machine);
      const commands = await here.cloud.send(
        { kind: 'move', bikeId: 'bike-3', bay: 3 },
        { kind: 'openUntilTaken', bikeId: 'bike-3', bay: 3 },
      );
      const byId = Object.fromEntries(commands.map((command) => [command.commandId, command]));
      const act: Record<Trouble, () => unknown> = {
        repeat: () => here.broker.desire('k1', 'commands', { again: here.clock.now() }),
        replay: () => here.broker.replayDelta('k1', 'commands', 1_000, byId),
        reconnect: () => {
          here.broker.cut(true);
          here.broker.cut(false);
        },
        powerCut: () => here.powerCycle(),
        take: () => here.machine.take(),
        wait: () => here.clock.advance(60_000),
        loseAcks: () => here.broker.loseAcknowledgements(true),
      };
      for (const { trouble, afterMs } of plan) {
        here.clock.advance(afterMs);
        await settle();
        await act[trouble]();
        await settle();
      }
      here.broker.loseAcknowledgements(false);
      here.broker.cut(true);
      here.broker.cut(false);
      await here.until(
        'all is told',
        () => here.kiosk.state().factsWaiting === 0 && here.machine.motion() === undefined,
      );
      await here.kiosk.stop();

      const bySeq = new Map(here.cloud.facts().map((fact) => [fact.seq, JSON.stringify(fact)]));
      const facts = [...bySeq.values()].map((fact) => JSON.parse(fact));
      for (const fact of here.cloud.facts()) expect(bySeq.get(fact.seq)).toBe(JSON.stringify(fact));
      for (const { commandId } of commands) {
        const begun = facts.filter((fact) => fact.type === 'CommandBegun' && fact.commandId === commandId);
        expect(begun.length).toBeLessThanOrEqual(1);
      }
      expect(counts.fetch).toBeLessThanOrEqual(1);
      expect(counts.openDoor).toBeLessThanOrEqual(1);
      expect([...bySeq.keys()].sort((a, b) => a - b)).toEqual(facts.map((_, index) => index + 1));
    };

    await fc.assert(fc.asyncProperty(troubles, run), { numRuns: 40, endOnFailure: true });
  }, 60_000);
});
