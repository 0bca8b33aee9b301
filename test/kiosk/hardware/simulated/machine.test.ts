import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HardwareFault } from '../../../../kiosk/hardware/driver.ts';
import { type MachineState, simulatedMachine } from '../../../../kiosk/hardware/simulated/machine.ts';
import { createStreets } from '../../../../kiosk/hardware/simulated/streets.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

function make(bikes: Array<string | null> = ['a', null, 'c'], more = {}) {
  const clock = virtualClock();
  const machine = simulatedMachine({ clock, bikes, ...more });
  const finish = async <Result>(motion: Promise<Result>) => {
    clock.advance(10_000);
    return motion;
  };
  return { clock, machine, finish };
}

describe('the simulated machine', () => {
  it('takes longer for a bay that is farther from the hatch', () => {
    const { machine } = make();
    void machine.fetch(1);
    const near = machine.motion()?.durationMs ?? 0;
    machine.cutPower();
    void machine.fetch(3);

    expect(machine.motion()?.durationMs).toBeGreaterThan(near);
  });

  it('does one thing at a time', async () => {
    const { machine } = make();
    void machine.fetch(1);

    await expect(machine.openDoor()).rejects.toThrow('while it does fetch');
  });

  it('gives a bike through an open door only', async () => {
    const { machine, finish } = make();
    await finish(machine.fetch(1));
    const early = machine.take();
    await finish(machine.openDoor());

    expect([early, machine.take(), machine.take()]).toEqual([undefined, 'a', undefined]);
    expect(machine.riding()).toEqual(['a']);
  });

  it('goes on reading what it read when its sensor froze', async () => {
    const { machine, finish } = make();
    machine.fault('sensor', 'always');
    await finish(machine.fetch(1));
    const blind = machine.read().hatch;
    machine.fault('sensor', 'off');

    expect([blind, machine.read().hatch]).toEqual([null, 'a']);
  });

  it.each(['jam', 'door', 'camera'] as const)('fails by name at %s, and once only when told so', async (fault) => {
    const { machine, finish } = make();
    const use = { jam: () => machine.fetch(1), door: () => machine.openDoor(), camera: () => machine.photograph() }[
      fault
    ];
    machine.fault(fault, 'once');

    await expect(finish<unknown>(use())).rejects.toThrow(HardwareFault);
    await expect(finish<unknown>(use())).resolves.not.toThrow();
  });

  it('has the carried bike where it came from after its power was cut', () => {
    const { clock, machine } = make();
    void machine.fetch(3);
    machine.cutPower();
    clock.advance(10_000);

    expect(machine.read()).toMatchObject({ hatch: null });
    expect(machine.read().bays.get(3)).toBe('c');
  });

  it('stands as it stood when it is switched on again, and remembers who is out', async () => {
    let saved: MachineState | undefined;
    const { machine, finish } = make(undefined, { save: (state: MachineState) => (saved = structuredClone(state)) });
    await finish(machine.fetch(1));
    await finish(machine.openDoor());
    machine.take();

    const again = make([], { saved }).machine;

    expect(again.read()).toMatchObject({ hatch: null, door: 'open' });
    expect(again.riding()).toEqual(['a']);
  });

  it('shares the streets with others: a bike leaves one machine and comes to another', async () => {
    const streets = createStreets();
    const here = make(['a'], { streets });
    const there = make([null], { streets });
    await here.finish(here.machine.fetch(1));
    await here.finish(here.machine.openDoor());
    here.machine.take();

    there.machine.dock('a');
    await there.finish(there.machine.openDoor());

    expect(there.machine.read().hatch).toBe('a');
    expect(here.machine.riding()).toEqual([]);
  });

  it('never loses or doubles a bike, whatever is done to it', async () => {
    const deeds = fc.array(
      fc.constantFrom(
        'fetch',
        'stow',
        'open',
        'close',
        'take',
        'dock',
        'leave',
        'cut',
        'wait',
        'jam',
        'door',
        'sensor',
      ),
      { maxLength: 40 },
    );
    const run = async (plan: string[]) => {
      const { clock, machine } = make(['a', 'b', null, null]);
      const ignore = (motion: Promise<void>) => void motion.catch(() => undefined);
      const act: Record<string, () => unknown> = {
        fetch: () => ignore(machine.fetch(1)),
        stow: () => machine.read().bays.get(3) === null && ignore(machine.stow(3)),
        open: () => ignore(machine.openDoor()),
        close: () => ignore(machine.closeDoor()),
        take: () => machine.take(),
        dock: () => machine.riding()[0] && machine.dock(machine.riding()[0] ?? ''),
        leave: () => machine.leave(),
        cut: () => machine.cutPower(),
        wait: () => clock.advance(5_000),
        jam: () => machine.fault('jam', 'once'),
        door: () => machine.fault('door', 'once'),
        sensor: () => machine.fault('sensor', 'once'),
      };
      for (const deed of plan) act[deed]?.();
      machine.fault('sensor', 'off');
      const { bays, hatch } = machine.read();

      expect([...bays.values(), hatch, ...machine.riding()].filter(Boolean).sort()).toEqual(['a', 'b']);
    };

    await fc.assert(fc.asyncProperty(deeds, run), { numRuns: 300 });
  });
});
