import { describe, expect, it } from '@jest/globals';
import type { BikeChanged } from '../../../functions/bikes/fleet-contract.ts';
import { dropOffBike } from '../../../functions/frontend/mechanics/drop-off-bike.ts';
import { pickUpBike } from '../../../functions/frontend/mechanics/pick-up-bike.ts';
import type { HttpRequest } from '../../../functions/shared/http-handler.ts';

const ID = '44444444-4444-4444-8444-444444444444';
const request = (body: object, changes: Partial<HttpRequest> = {}): HttpRequest => ({
  headers: { 'content-type': 'application/json' },
  parameters: {},
  query: {},
  body: JSON.stringify(body),
  kioskId: undefined,
  person: { sub: 'mika', groups: ['mechanics'] },
  ...changes,
});

/** Bikes as the front end calls it: what was asked of it, in order. */
function desk() {
  const asked: object[] = [];
  const answer = async (command: object) => {
    asked.push(command);
    return { bikeId: 'bike-1' } as BikeChanged;
  };
  const van = { changeBike: answer, dropOffBike: answer };
  return { asked, pickUp: pickUpBike({ van }), dropOff: dropOffBike({ van }) };
}

const PICK_UP = { requestId: ID, bikeId: 'bike-1', reason: 'rebalance' };
const DROP_OFF = { requestId: ID, bikeId: 'bike-1', kioskId: 'harbour', bay: 3 };

describe("the van's routes", () => {
  it.each([
    ['rebalance', 'rebalance_pick_up'],
    ['maintenance', 'maintenance_pick_up'],
  ])('pick a bike up for %s, in the name of whoever is signed in', async (reason, event) => {
    const { asked, pickUp } = desk();

    const answer = await pickUp(request({ ...PICK_UP, reason }));

    expect(answer).toMatchObject({ status: 200, body: { bikeId: 'bike-1' } });
    expect(asked).toEqual([{ changeId: `pick-up/${ID}`, bikeId: 'bike-1', event, to: 'removed', by: 'mechanic/mika' }]);
  });

  it('drop a bike off in the name of whoever is signed in', async () => {
    const { asked, dropOff } = desk();

    await dropOff(request(DROP_OFF));

    expect(asked).toEqual([
      { changeId: `drop-off/${ID}`, bikeId: 'bike-1', kioskId: 'harbour', bay: 3, by: 'mechanic/mika' },
    ]);
  });

  it('take no name of a mechanic from what was sent, and no reason but two', async () => {
    const { asked, pickUp, dropOff } = desk();

    const refused = [
      pickUp(request({ ...PICK_UP, by: 'mechanic/eve' })),
      pickUp(request({ ...PICK_UP, reason: 'fun' })),
      dropOff(request({ ...DROP_OFF, bay: 0 })),
    ];

    const outcomes = await Promise.allSettled(refused);
    expect(outcomes.map((one) => one.status === 'rejected' && one.reason.faults[0].pointer)).toEqual([
      '#/by',
      '#/reason',
      '#/bay',
    ]);
    expect(asked).toEqual([]);
  });

  it.each([
    ['a resident', { sub: 'rosa', groups: [] }, 'RoleMissing'],
    ['an operator', { sub: 'olga', groups: ['operators'] }, 'RoleMissing'],
    ['nobody', undefined, 'PersonUnidentified'],
  ])('refuse %s before they ask anything', async (_, person, name) => {
    const { asked, pickUp, dropOff } = desk();

    await expect(pickUp(request(PICK_UP, { person }))).rejects.toMatchObject({ name });
    await expect(dropOff(request(DROP_OFF, { person }))).rejects.toMatchObject({ name });
    expect(asked).toEqual([]);
  });
});
