import { afterEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { answers, hangs, throws } from '../../statemachines/rehearsal.ts';
import { useDynamo } from '../dynamo.ts';
import { CASE_ID, type Desk, desk, OPERATOR, RENTAL_ID, TOKEN, WORKFLOWS } from './desk.ts';

const dynamo = useDynamo();

const opened: Desk[] = [];
async function deskWith(...acts: Parameters<typeof desk>[1] & object): Promise<Desk> {
  const one = await desk(dynamo, acts);
  opened.push(one);
  return one;
}
afterEach(async () => {
  for (const one of opened.splice(0)) await one.dispose();
});

const FAILS = throws('BikeUnknown');
const WORKS = answers({});

const stop = (one: Desk) =>
  one.lab.send('StopExecution', {
    executionArn: `arn:aws:states:eu-west-1:000000000000:execution:rental:${RENTAL_ID}`,
  });

/** Runs a rental that ends in this way. */
async function ended(status: 'FAILED' | 'TIMED_OUT' | 'ABORTED'): Promise<Desk> {
  const one = await deskWith(status === 'FAILED' ? FAILS : hangs, WORKS);
  if (status !== 'ABORTED') await one.run('rental');
  else {
    const { rentalId, ...input } = { rentalId: RENTAL_ID, kioskId: 'market', rentalToken: TOKEN, bikes: 2 };
    await one.lab.start('arn:aws:states:eu-west-1:000000000000:stateMachine:rental', { rentalId, ...input }, rentalId);
    await stop(one);
  }
  expect(one.news().at(-1)?.status).toBe(status);
  return one;
}

describe('a workflow that ends badly', () => {
  it('opens a case that says what happened, what to do, and whose it is', async () => {
    const one = await ended('FAILED');

    await one.hear();

    expect(await one.show()).toMatchObject({
      caseId: CASE_ID,
      kind: 'workflowFailed',
      status: 'open',
      owner: 'operations',
      rentalId: RENTAL_ID,
      error: 'BikeUnknown',
      summary: `The rental ${RENTAL_ID} stopped before its hand-over was settled: BikeUnknown.`,
      remedy: 'Take the bike into the inventory (provision), then redrive the case.',
      log: [{ operator: 'freewheel', did: 'saw the workflow end: FAILED, BikeUnknown' }],
    });
  });

  it('tells of a reservation that nobody let go of, which is of no rental', async () => {
    const one = await deskWith(FAILS);
    const change = { executionArn: 'arn:x', stateMachineArn: WORKFLOWS.reservation, name: RENTAL_ID };

    await one.open({ ...change, status: 'FAILED', startDate: 1, error: 'Odd', cause: 'odd', redriveCount: 0 });

    const shown = await one.show(`workflow/reservation/${RENTAL_ID}`);
    expect(shown).toMatchObject({ owner: 'operations', status: 'open' });
    expect(shown.rentalId).toBeUndefined();
  });

  it.each([
    ['ride', 'payments', RENTAL_ID],
    ['undo', 'operations', `${RENTAL_ID}-2`],
  ] as const)('gives a failed %s to %s', async (workflow, owner, name) => {
    const one = await deskWith(FAILS);
    const change = {
      executionArn: 'arn:x',
      stateMachineArn: `arn:aws:states:eu-west-1:000000000000:stateMachine:${workflow}`,
    };

    await one.open({ ...change, name, status: 'FAILED', startDate: 1, error: 'Odd', cause: 'odd', redriveCount: 0 });

    expect(await one.show(`workflow/${workflow}/${name}`)).toMatchObject({
      owner,
      rentalId: RENTAL_ID,
      status: 'open',
    });
  });

  it('keeps no token, be it in the cause or in the input', async () => {
    const one = await ended('TIMED_OUT');
    const [told] = one.news().slice(-1);

    await one.hear();
    await one.open({ ...(told as typeof told & object), redriveCount: 1, cause: `Value '${TOKEN}' was not accepted.` });

    const kept = await one.cases.read(CASE_ID);
    expect(kept?.cause).toBe("Value '(token)' was not accepted.");
    expect(JSON.stringify(kept)).not.toContain(TOKEN);
  });

  it('is no case where it ends well, or is of no workflow of ours', async () => {
    const one = await deskWith(WORKS);
    await one.run('rental');

    await one.hear();
    for (const change of one.news()) await one.open({ ...change, stateMachineArn: 'arn:else', status: 'FAILED' });

    expect((await one.list({})).cases).toEqual([]);
    expect(await one.cases.read(CASE_ID)).toBeUndefined();
  });
});

describe('redriving a case', () => {
  it('has the workflow go on, and closes when that succeeds', async () => {
    const one = await deskWith(FAILS, WORKS);
    await one.run('rental');
    await one.hear();

    const redriven = await one.redrive();
    await one.goOn('rental');
    await one.hear();

    expect(redriven).toMatchObject({
      status: 'redriven',
      log: [{}, { operator: OPERATOR, did: 'redrove the workflow' }],
    });
    expect(one.calls.get('Work')).toHaveLength(2);
    expect(await one.show()).toMatchObject({ status: 'closed', log: [{}, {}, { did: 'saw the workflow succeed' }] });
  });

  it('opens again where the workflow fails again, with what it failed of now', async () => {
    const one = await deskWith(FAILS, throws('PaymentUnknown'));
    await one.run('rental');
    await one.hear();

    await one.redrive();
    await one.goOn('rental');
    await one.hear();

    expect(await one.show()).toMatchObject({ status: 'open', error: 'PaymentUnknown' });
  });

  it('redrives once where it is asked twice, and where the first answer was lost', async () => {
    const one = await deskWith(FAILS, hangs);
    await one.run('rental');
    await one.hear();
    const before = await one.cases.read(CASE_ID);

    const first = await one.redrive();
    const second = await one.redrive();
    const now = await one.cases.read(CASE_ID);
    await one.cases.save({ ...(before as typeof before & object), revision: now?.revision ?? 0 });
    const third = await one.redrive();

    expect(second).toEqual(first);
    expect(third).toMatchObject({ status: 'redriven' });
    expect(one.calls.get('Work')).toHaveLength(2);
  });

  it('is refused for a case that nobody knows, is closed, or is about no workflow', async () => {
    const one = await deskWith(FAILS);
    await one.run('ride');
    await one.hear();
    const ride = `workflow/ride/${RENTAL_ID}`;
    await one.close(ride);
    const at = { at: '2026-05-01T10:00:00.000Z', bikeId: 'bike-1', kioskId: 'market', bay: 1 };
    await one.tell({ type: 'BikeMissing', ...at, rentalId: RENTAL_ID, slot: 1 });

    await expect(one.redrive()).rejects.toMatchObject({ name: 'CaseUnknown' });
    await expect(one.redrive(ride)).rejects.toMatchObject({ name: 'CaseClosed' });
    await expect(one.redrive(`missing/${RENTAL_ID}-1`)).rejects.toMatchObject({ name: 'RedriveRefused' });
  });

  it("passes on Step Functions' reason where it refuses", async () => {
    const one = await deskWith(FAILS);
    await one.run('rental');
    await one.hear();
    await one.lab.clock.pass(15 * 24 * 60 * 60_000);

    await expect(one.redrive()).rejects.toMatchObject({
      name: 'RedriveRefused',
      message: expect.stringContaining('redrivable period exceeded'),
    });
    expect((await one.show()).status).toBe('open');
  });
});

describe('what a rental that nobody goes on with holds', () => {
  const undoInput = (reason: string) => ({
    rentalId: RENTAL_ID,
    kioskId: 'market',
    rentalToken: TOKEN,
    slots: [1, 2],
    reason,
    voidsPayment: true,
  });

  it.each(['TIMED_OUT', 'ABORTED'] as const)('is given back at once where the rental was %s', async (status) => {
    const one = await ended(status);

    await one.hear();
    await one.hear();

    expect(await one.undone()).toEqual({ [`${RENTAL_ID}-all`]: undoInput(status) });
    expect(await one.show()).toMatchObject({ status: 'open', remedy: expect.stringContaining('is being given back') });
  });

  it('is left to the operator where the rental failed, and given back when the case is closed', async () => {
    const one = await ended('FAILED');
    await one.hear();
    const before = await one.undone();

    const closed = await one.close();

    expect(before).toEqual({});
    expect(await one.undone()).toEqual({ [`${RENTAL_ID}-all`]: undoInput('FAILED') });
    expect(closed).toMatchObject({ status: 'closed', log: [{}, { did: 'closed the case: the rider was called' }] });
  });

  it('is not touched when an old end is told again while the rental goes on', async () => {
    const one = await ended('TIMED_OUT');
    const told = one.news();
    await one.lab.send('RedriveExecution', { executionArn: told.at(-1)?.executionArn ?? '' });

    for (const change of told) await one.open(change);

    expect(await one.undone()).toEqual({});
  });
});

describe('an undo that a kiosk kept waiting', () => {
  async function waited(error: string): Promise<Desk> {
    const one = await desk(dynamo, [], { CancelCommands: [throws(error)] });
    opened.push(one);
    await one.run('undo', name, input);
    await one.hear();
    return one;
  }
  const input = {
    ...{ rentalId: RENTAL_ID, kioskId: 'market', rentalToken: TOKEN, slots: [2] },
    ...{ reason: 'States.HeartbeatTimeout', voidsPayment: false },
  };
  const name = `${RENTAL_ID}-2`;

  it('is done without the kiosk’s word when an operator closes its case', async () => {
    const one = await waited('HandoverUnsettled');

    await one.close(`workflow/undo/${name}`, 'the bike is in its bay');

    expect(await one.undone()).toEqual({ [name]: input, [`${name}-given-up`]: { ...input, isGivenUp: true } });
  });

  it('is not begun anew where it failed over something else', async () => {
    const one = await waited('TokenRefused');

    await one.close(`workflow/undo/${name}`);

    expect(Object.keys(await one.undone())).toEqual([name]);
  });
});

describe('a rental that was stopped, redriven before anybody heard of it, and then failed', () => {
  it('is left to the operator, also when it is told again that it was stopped', async () => {
    const one = await deskWith(hangs, FAILS);
    await one.run('rental');
    const stopped = one.news();
    await one.lab.send('RedriveExecution', { executionArn: stopped.at(-1)?.executionArn ?? '' });
    for (const change of stopped) await one.open(change);
    await one.goOn('rental');
    await one.hear();

    for (const change of stopped) await one.open(change);

    expect(await one.undone()).toEqual({});
    expect(await one.show()).toMatchObject({ status: 'open', error: 'BikeUnknown' });
  });
});

describe('closing a case', () => {
  it('gives nothing back where it is no rental, and answers a repeat as before', async () => {
    const one = await deskWith(FAILS);
    await one.run('ride');
    await one.hear();
    const ride = `workflow/ride/${RENTAL_ID}`;

    const closed = await one.close(ride);

    expect(await one.close(ride)).toEqual(closed);
    expect(await one.undone()).toEqual({});
    await expect(one.close(ride, 'another note')).rejects.toMatchObject({ name: 'CaseClosed' });
  });

  it('is refused while the workflow goes on', async () => {
    const one = await deskWith(FAILS, hangs);
    await one.run('rental');
    await one.hear();
    await one.redrive();

    await expect(one.close()).rejects.toMatchObject({ name: 'CaseUnderWay' });
    expect(await one.undone()).toEqual({});
  });

  it('is final for what happened before: the same end told again opens nothing', async () => {
    const one = await ended('FAILED');
    await one.hear();
    await one.close();

    await one.hear();

    expect((await one.show()).status).toBe('closed');
  });
});

describe('news in any order', () => {
  it.each([
    ['closed', [FAILS, FAILS, WORKS]],
    ['open', [FAILS, FAILS, FAILS]],
  ] as const)(
    'leave the case %s as the newest of them says',
    async (status, acts) => {
      const one = await deskWith(...acts);
      await one.run('rental');
      for (const _ of acts.slice(1)) {
        await one.lab.send('RedriveExecution', { executionArn: one.news()[0]?.executionArn ?? '' });
        await one.goOn('rental');
      }
      const told = one.news();

      await fc.assert(
        fc.asyncProperty(fc.shuffledSubarray([...told, ...told], { minLength: told.length * 2 }), async (shuffled) => {
          const other = await desk(dynamo);
          for (const change of shuffled) await other.open(change);
          const kept = await other.show();
          await other.dispose();
          expect(kept.status).toBe(status);
        }),
        { numRuns: 15 },
      );
    },
    60_000,
  );
});

describe('ends of which nobody heard', () => {
  it.each(['FAILED', 'TIMED_OUT', 'ABORTED'] as const)(
    'are found, and become the cases that they would have been: %s',
    async (status) => {
      const [unheard, heard] = [await ended(status), await ended(status)];
      await heard.hear();

      const first = await unheard.find();
      const second = await unheard.find();

      expect([first, second]).toEqual([{ cases: 1 }, { cases: 0 }]);
      expect(await unheard.cases.read(CASE_ID)).toEqual(await heard.cases.read(CASE_ID));
      expect(await unheard.undone()).toEqual(await heard.undone());
    },
  );

  it('are nothing where the workflow goes on, has ended well, or its case is closed', async () => {
    const [good, closed, running] = [await deskWith(WORKS), await ended('FAILED'), await deskWith(FAILS, hangs)];
    await good.run('rental');
    await closed.hear();
    await closed.close();
    await running.run('rental');
    await running.hear();
    await running.redrive();

    expect(await Promise.all([good, closed, running].map((one) => one.find()))).toEqual(Array(3).fill({ cases: 0 }));
  });
});

describe('runs of reconciliation', () => {
  it('share one case, which the next run that succeeds closes, and later ones leave alone', async () => {
    const one = await deskWith(FAILS, FAILS, WORKS, WORKS);
    const run = async (name: string) => {
      await one.lab.clock.pass(900_000);
      await one.run('reconciliation', name, {});
      await one.hear();
      return one.show('workflow/reconciliation');
    };

    const first = await run('run-1');
    const second = await run('run-2');
    const third = await run('run-3');
    const fourth = await run('run-4');

    expect([first.status, second.status, third.status]).toEqual(['open', 'open', 'closed']);
    expect(second.executionArn).toMatch(/run-2$/);
    expect(second.openedAt).toBe(first.openedAt);
    expect(fourth).toEqual(third);
  });
});
