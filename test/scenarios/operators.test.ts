import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Receipt } from '../../functions/payments/contract.ts';
import { openVirtualCity, type VirtualCity } from '../simulation/virtual-city.ts';
import {
  bikeOf,
  bringBack,
  casesOf,
  command,
  executionOf,
  itemOf,
  itemsOf,
  pauseSchedules,
  riderAt,
  viewOf,
} from './people.ts';

const SECOND = 1_000;
const MINUTE = 60_000;

describe('what an operator sees and does', () => {
  let city: VirtualCity;

  beforeEach(async () => {
    city = await openVirtualCity();
  });
  afterEach(() => city.close());

  const places = async (rentalId: string) => {
    const rental = await itemOf(city, 'OrchestrationRentals', { rentalId });
    return (await itemOf(city, 'BikesTable', { pk: `party#${rental?.['partyRef']}` }))?.['out'];
  };
  const heldAtAcquirer = async () => (await itemsOf(city, 'PaymentsSandbox')).filter(({ status }) => status === 'held');
  const over = (rentalId: string, status: string) =>
    viewOf(city, rentalId, `to be ${status}`, (view) => view.status === status);

  it('finds an undo that failed as a case, mends it, and redrives it until the rider is free', async () => {
    const marta = riderAt(city, 'Marta', 'harbour-steps');
    marta.kiosk.machine.fault('jam', 'always');
    const repair = city.breakDown('bikes/release-bikes', 'CommandMalformed');
    const rentalId = await marta.ask({ bikes: 1 });
    await over(rentalId, 'refused');
    await city.pass(5 * SECOND);
    const [open] = await casesOf(city);
    const stuck = await places(rentalId);

    repair();
    await command(city, 'RedriveCase', { caseId: open?.caseId, operator: 'ada' });
    await city.pass(5 * SECOND);
    const [closed] = await casesOf(city);

    expect(open).toMatchObject({ kind: 'workflowFailed', status: 'open', owner: 'operations', rentalId });
    expect(open?.remedy).toMatch(/redrive/);
    expect(stuck).toHaveLength(1);
    expect(await executionOf(city, 'undo', `${rentalId}-1`)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await places(rentalId)).toEqual([]);
    expect(closed).toBeUndefined();
  });

  it('stops a rental, and the rider gets the hold and the place back at once', async () => {
    const greta = riderAt(city, 'Greta', 'station-east');
    const rentalId = await greta.ask({ bikes: 1, card: 'good' });
    await city.until('the bike to move', () => greta.kiosk.machine.motion()?.kind === 'fetch');
    const executionArn = `arn:aws:states:us-east-1:000000000000:execution:havenbrook-dev-rental:${rentalId}`;

    await city.meanwhile(city.states.send(new StopExecutionCommand({ executionArn, cause: 'A closed street.' })));
    await city.pass(3 * MINUTE);

    expect(await casesOf(city)).toMatchObject([{ kind: 'workflowFailed', rentalId }]);
    expect(await places(rentalId)).toEqual([]);
    expect(await heldAtAcquirer()).toEqual([]);
    expect(greta.kiosk.machine.read()).toMatchObject({ hatch: null, door: 'closed' });
  });

  it('is told of a ride that cannot be charged, and the rider pays once it is redriven, and no more for the wait', async () => {
    const greta = riderAt(city, 'Greta', 'station-east');
    const view = await greta.rent({ bikes: 1, card: 'good' });
    const repair = city.breakDown('payments/capture-payment', 'CommandMalformed');
    await city.pass(10 * MINUTE);
    await bringBack(city, view.bikes[0]?.bikeId ?? '', 'library');
    await city.pass(2 * 60 * MINUTE);
    const open = (await casesOf(city)).find(({ kind }) => kind === 'workflowFailed');

    repair();
    await command(city, 'RedriveCase', { caseId: open?.caseId, operator: 'ada' });
    const { payment } = await viewOf(city, view.rentalId, 'to be paid', (one) => one.payment?.receipt !== undefined);

    expect(open).toMatchObject({ owner: 'payments', rentalId: view.rentalId });
    expect(payment?.receipt?.lines[0]?.minutes).toBeLessThanOrEqual(12);
    expect(await heldAtAcquirer()).toEqual([]);
  });

  it('refunds a rider once, however often the request is sent, and never more than was taken', async () => {
    const view = await riderAt(city, 'Greta', 'station-east').rent({ bikes: 1, card: 'good' });
    await city.pass(20 * MINUTE);
    await bringBack(city, view.bikes[0]?.bikeId ?? '', 'library');
    const { payment } = await viewOf(city, view.rentalId, 'to be paid', (one) => one.payment?.receipt !== undefined);
    const captured = payment?.receipt?.captured ?? 0;
    const refund = {
      ...{ rentalId: view.rentalId, requestId: '7c9e6679-7425-40de-944b-e07fc1f90ae7', amount: captured },
      ...{ reason: 'The brakes failed.', operator: 'ada' },
    };

    const first = (await command(city, 'RefundPayment', refund)) as Receipt;
    const again = (await command(city, 'RefundPayment', refund)) as Receipt;
    const more = command(city, 'RefundPayment', {
      ...refund,
      requestId: '550e8400-e29b-41d4-a716-446655440000',
      amount: 1,
    });

    expect(first.refunded).toBe(captured);
    expect(again.refunded).toBe(captured);
    await expect(more).rejects.toThrow(/0 can be given back/);
    const holds = await itemsOf(city, 'PaymentsSandbox');
    expect(JSON.stringify(holds)).not.toContain('held');
  });

  it('hears of a missing bike, and has the case closed when it is found', async () => {
    const view = await riderAt(city, 'Greta', 'station-east').rent({ bikes: 1, card: 'good' });
    const bikeId = view.bikes[0]?.bikeId ?? '';
    await city.restHearts();
    const resume = await pauseSchedules(city);
    await viewOf(city, view.rentalId, 'to end', (one) => one.payment?.receipt !== undefined, 49 * 60 * MINUTE);
    await resume();
    await city.pass(MINUTE);
    const [open] = await casesOf(city);
    await bringBack(city, bikeId, 'hospital');
    await city.pass(MINUTE);

    expect(open).toMatchObject({ kind: 'bikeMissing', owner: 'fleet', bikeId, status: 'open' });
    expect(await casesOf(city)).toEqual([]);
    expect(await bikeOf(city, bikeId)).toMatchObject({ state: 'available' });
  });

  it('has nothing to look into after a day in which all went well', async () => {
    const view = await riderAt(city, 'Marta', 'harbour-steps').rent({ bikes: 2 });
    for (const { bikeId } of view.bikes) await bringBack(city, bikeId, 'rope-walk');
    await city.pass(3 * 60 * MINUTE);

    expect(await casesOf(city)).toEqual([]);
    for (const item of await itemsOf(city, 'BikesTable'))
      if (item['bikeId']) expect(item['state']).not.toBe('reserved');
  });
});
