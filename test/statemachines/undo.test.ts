import { describe, expect, it } from '@jest/globals';
import { type Definition, definitionText } from './definition.ts';
import { unvisited } from './edges.ts';
import { answers, hangs, OUTAGE, rehearse, type Script, throws } from './rehearsal.ts';

const definition = JSON.parse(definitionText('undo')) as Definition;
const INPUT = { rentalId: 'r-1', kioskId: 'harbour', rentalToken: 'a.b.c', slots: [2], reason: 'HardwareFault' };
const RELEASED = { slots: [{ slot: 2, outcome: 'released' }] };

const went: string[] = [];

async function undo(script: Script) {
  const rehearsal = rehearse({
    CancelCommands: [answers({ commands: [] })],
    ReleaseBikes: [answers(RELEASED)],
    ...script,
  });
  await rehearsal.make('undo');
  const startedAt = rehearsal.lab.clock.now();
  const ended = await rehearsal.perform('undo', INPUT, 'r-1-2');
  went.push(...ended.went);
  return { ...ended, calls: rehearsal.calls, lastedMs: rehearsal.lab.clock.now() - startedAt };
}

describe('undoing what a rental has taken', () => {
  it('takes the commands back, and the bikes after them, and says why', async () => {
    const ended = await undo({});

    expect(ended).toMatchObject({ status: 'SUCCEEDED', result: RELEASED });
    expect(ended.calls.get('CancelCommands')).toEqual([{ rentalToken: 'a.b.c', kioskId: 'harbour', slots: [2] }]);
    expect(ended.calls.get('ReleaseBikes')).toEqual([{ rentalToken: 'a.b.c', slots: [2], reason: 'HardwareFault' }]);
  });

  it.each(['CancelCommands', 'ReleaseBikes'])(
    'does not give %s up over an outage or a call that hangs',
    async (name) => {
      const ended = await undo({
        [name]: [throws(OUTAGE), hangs, throws(OUTAGE), answers({ commands: [], ...RELEASED })],
      });

      expect(ended.status).toBe('SUCCEEDED');
      expect(ended.calls.get(name)).toHaveLength(4);
    },
  );

  it.each(['CancelCommands', 'ReleaseBikes'])('goes on for the 14 days of the token while %s fails', async (name) => {
    const ended = await undo({ [name]: [throws(OUTAGE)] });

    expect(ended).toMatchObject({ status: 'FAILED', error: OUTAGE });
    expect(ended.lastedMs).toBeGreaterThan(13.5 * 24 * 60 * 60_000);
  });

  it.each([
    ['CancelCommands', 'TokenRefused'],
    ['CancelCommands', 'CommandMalformed'],
    ['ReleaseBikes', 'TokenRefused'],
    ['ReleaseBikes', 'CommandMalformed'],
  ])('fails at once for an operator to see when %s says %s', async (name, error) => {
    const ended = await undo({ [name]: [throws(error)] });

    expect(ended).toMatchObject({ status: 'FAILED', error });
    expect(ended.calls.get(name)).toHaveLength(1);
  });

  it('has been seen in every state and on every edge by now', () => {
    expect(unvisited(definition, went)).toEqual([]);
  });
});
