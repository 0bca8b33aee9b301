import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../local/states/json.ts';
import { type Definition, definitionText } from './definition.ts';
import { unvisited } from './edges.ts';
import { answers, hangs, OUTAGE, rehearse, type Script, throws } from './rehearsal.ts';

const definition = JSON.parse(definitionText('undo')) as Definition;
const INPUT = {
  rentalId: 'r-1',
  kioskId: 'harbour',
  rentalToken: 'a.b.c',
  slots: [2],
  reason: 'HardwareFault',
  voidsPayment: false,
};
const ALL = { ...INPUT, slots: [1, 2], reason: 'PaymentDeclined', voidsPayment: true };
const outcome = (is: string) => ({ slots: [{ slot: 2, outcome: is }] });
const RELEASED = outcome('released');

const went: string[] = [];

async function undo(script: Script, input: JsonObject = INPUT) {
  const rehearsal = rehearse({
    CancelCommands: [answers({ commands: [] })],
    ReleaseBikes: [answers(RELEASED)],
    VoidPayment: [answers({ status: 'voided' })],
    ...script,
  });
  await rehearsal.make('undo');
  const startedAt = rehearsal.lab.clock.now();
  const ended = await rehearsal.perform('undo', input, 'r-1-2');
  went.push(...ended.went);
  return { ...ended, ...rehearsal, lastedMs: rehearsal.lab.clock.now() - startedAt };
}

const FUNCTIONS = ['CancelCommands', 'ReleaseBikes', 'VoidPayment'];

describe('undoing one bike of a rental', () => {
  it('takes the commands back, and the bikes after them, and says why', async () => {
    const ended = await undo({});

    expect(ended).toMatchObject({ status: 'SUCCEEDED', result: RELEASED });
    expect(ended.calls.get('CancelCommands')).toEqual([
      { rentalToken: 'a.b.c', kioskId: 'harbour', slots: [2], isGivenUp: false },
    ]);
    expect(ended.calls.get('ReleaseBikes')).toEqual([{ rentalToken: 'a.b.c', slots: [2], reason: 'HardwareFault' }]);
  });

  it('leaves the hold for the bikes that are ridden', async () => {
    const { calls } = await undo({});

    expect(calls.has('VoidPayment')).toBe(false);
  });

  it('leaves the hold alone where nobody said that there is one', async () => {
    const { voidsPayment: _, ...before } = INPUT;

    const { status, calls } = await undo({}, before);

    expect(status).toBe('SUCCEEDED');
    expect(calls.has('VoidPayment')).toBe(false);
  });
});

describe('undoing a whole rental', () => {
  it('gives the money back after places and bikes', async () => {
    const { result, calls } = await undo({}, ALL);

    expect(result).toEqual(RELEASED);
    expect([...calls.keys()]).toEqual(FUNCTIONS);
    expect(calls.get('VoidPayment')).toEqual([{ rentalToken: 'a.b.c' }]);
  });

  it('gives it back also where no bike had been reserved yet', async () => {
    const { calls } = await undo({ ReleaseBikes: [answers(outcome('notReserved'))] }, ALL);

    expect(calls.has('VoidPayment')).toBe(true);
  });

  it('keeps the hold where a bike was taken after all', async () => {
    const { status, result, calls } = await undo({ ReleaseBikes: [answers(outcome('taken'))] }, ALL);

    expect({ status, result }).toEqual({ status: 'SUCCEEDED', result: outcome('taken') });
    expect(calls.has('VoidPayment')).toBe(false);
  });
});

describe('an undo', () => {
  it('gives up no place and no bike before the kiosk has said what became of the bike', async () => {
    const silent = Array.from({ length: 40 }, () => throws('HandoverUnsettled'));

    const ended = await undo({ CancelCommands: [...silent, answers({ commands: [] })] });

    expect(ended.status).toBe('SUCCEEDED');
    expect([...ended.calls].map(([name, calls]) => [name, calls.length])).toEqual([
      ['CancelCommands', 41],
      ['ReleaseBikes', 1],
    ]);
  });

  it('waits for no kiosk that an operator has given up', async () => {
    const ended = await undo({}, { ...INPUT, isGivenUp: true });

    expect(ended.calls.get('CancelCommands')).toMatchObject([{ isGivenUp: true }]);
  });

  it('leaves a kiosk that stays silent for half a day to an operator, with everything still held', async () => {
    const ended = await undo({ CancelCommands: [throws('HandoverUnsettled')] });

    expect(ended).toMatchObject({ status: 'FAILED', error: 'HandoverUnsettled' });
    expect(ended.lastedMs / 3_600_000).toBeGreaterThan(11);
    expect(ended.calls.has('ReleaseBikes')).toBe(false);
  });

  it.each(FUNCTIONS)('does not give %s up over an outage or a call that hangs', async (name) => {
    const well = answers({ commands: [], ...RELEASED });

    const ended = await undo({ [name]: [throws(OUTAGE), hangs, throws(OUTAGE), well] }, ALL);

    expect(ended.status).toBe('SUCCEEDED');
    expect(ended.calls.get(name)).toHaveLength(4);
  });

  it.each(FUNCTIONS)('goes on for the 14 days of the token while %s fails', async (name) => {
    const ended = await undo({ [name]: [throws(OUTAGE)] }, ALL);

    expect(ended).toMatchObject({ status: 'FAILED', error: OUTAGE });
    expect(ended.lastedMs).toBeGreaterThan(13.5 * 24 * 60 * 60_000);
  });

  it.each(FUNCTIONS.flatMap((name) => ['TokenRefused', 'CommandMalformed'].map((error) => [name, error])))(
    'fails at once for an operator to see when %s says %s',
    async (name, error) => {
      const ended = await undo({ [String(name)]: [throws(String(error))] }, ALL);

      expect(ended).toMatchObject({ status: 'FAILED', error });
      expect(ended.calls.get(String(name))).toHaveLength(1);
    },
  );

  it('goes on from where it failed when an operator redrives it', async () => {
    const well = answers({ status: 'voided' });
    const { redrive, calls } = await undo({ VoidPayment: [throws('TokenRefused'), well] }, ALL);

    const ended = await redrive('undo', 'r-1-2');

    expect(ended).toMatchObject({ status: 'SUCCEEDED', result: RELEASED });
    expect(FUNCTIONS.map((name) => calls.get(name)?.length)).toEqual([1, 1, 2]);
  });

  it('has been seen in every state and on every edge by now', () => {
    expect(unvisited(definition, went)).toEqual([]);
  });
});
