import { DisableRuleCommand, EventBridgeClient, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { WorkOrder, WorkOrdersListed } from '../../functions/workshop/contract.ts';
import { uuid } from '../../seams/random.ts';
import { seededRandom } from '../simulation/seeded-random.ts';
import { openVirtualCity, type VirtualCity } from '../simulation/virtual-city.ts';
import { bikeOf, bringBack, casesOf, executionOf, itemOf, riderAt } from './people.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
jest.setTimeout(240_000);

const random = seededRandom(7);
const checklist = {
  ...{ brakes: 'mended', tyres: 'fine', chain: 'fine', lights: 'fine', saddle: 'fine', frame: 'fine' },
};

/** The workshop, as a mechanic works with it. */
function workshopOf(city: VirtualCity) {
  const call = (name: string, command: object) =>
    city.meanwhile(city.host.invoke(`Freewheel-havenbrook-dev-Workshop-Workshop${name}`, command));
  const deed = async (name: string, repairId: string, more: object = {}, mechanic = 'mia') =>
    WorkOrder.parse(await call(name, { repairId, mechanic, requestId: uuid(random), ...more }));
  return {
    list: async (from?: string) =>
      WorkOrdersListed.parse(await call('ListWorkOrders', { mechanic: 'mia', ...(from ? { from } : {}) })).workOrders,
    read: async (repairId: string) => WorkOrder.parse(await call('ReadWorkOrder', { repairId, mechanic: 'mia' })),
    start: (repairId: string) => deed('StartWork', repairId),
    parts: (repairId: string) => deed('AddParts', repairId, { parts: [{ name: 'Brake pad', count: 2 }] }),
    finish: (repairId: string) => deed('FinishWork', repairId, { checklist, noPhotoBecause: 'It is dark.' }),
    inspect: (repairId: string, verdict: 'passed' | 'failed') => deed('InspectWork', repairId, { verdict }, 'ivo'),
  };
}

/** Days of it would find nothing here. */
async function pauseReconciliation(city: VirtualCity): Promise<void> {
  const client = new EventBridgeClient(city.sdk);
  const { Rules = [] } = await client.send(new ListRulesCommand({}));
  const { Name } = Rules.find((rule) => rule.ScheduleExpression && rule.Name?.includes('Reconciliation')) ?? {};
  await client.send(new DisableRuleCommand({ Name }));
}

describe('a bike that is not well', () => {
  let city: VirtualCity;
  let workshop: ReturnType<typeof workshopOf>;

  beforeAll(async () => {
    city = await openVirtualCity();
    workshop = workshopOf(city);
    await pauseReconciliation(city);
  });
  afterAll(() => city.close());

  const rideTo = async (from: string, to: string, minutes = 10) => {
    const { bikes } = await riderAt(city, 'Marta', from).rent({ bikes: 1 });
    const bikeId = bikes[0]?.bikeId ?? '';
    await city.pass(minutes * MINUTE);
    return { bikeId, bay: await bringBack(city, bikeId, to) };
  };
  const stateOf = async (bikeId: string) => (await bikeOf(city, bikeId))?.['state'];
  const settled = (repairId: string) => executionOf(city, 'repair', repairId);

  it('is out of the offer as soon as a rider says so, and in it again once it was mended and inspected', async () => {
    const { bikeId, bay } = await rideTo('harbour-steps', 'library');
    city.kiosk('library').reportDamage(bikeId, { part: 'brakes' });
    city.kiosk('library').reportDamage(bikeId, { part: 'saddle' });
    await city.pass(5_000);
    const repairId = `${bikeId}-1`;
    const offered = [await stateOf(bikeId)];

    const [order] = await workshop.list('harbour-steps');
    await workshop.start(repairId);
    await workshop.parts(repairId);
    const twice = await Promise.all([workshop.finish(repairId), workshop.finish(repairId)]);
    await city.pass(1_000);
    await workshop.inspect(repairId, 'failed');
    await city.pass(1_000);
    offered.push(await stateOf(bikeId));
    await workshop.start(repairId);
    await workshop.finish(repairId);
    await city.pass(1_000);
    await workshop.inspect(repairId, 'passed');
    await city.pass(5_000);

    expect(order).toMatchObject({
      ...{ repairId, priority: 'urgent', status: 'open' },
      ...{
        findings: [{ kind: 'brakes' }, { kind: 'saddle' }],
        place: { kioskId: 'library', kioskName: 'Public Library', bay },
      },
    });
    expect(twice.map(({ rounds }) => rounds.length)).toEqual([1, 1]);
    expect(offered).toEqual(['non_operational', 'non_operational']);
    expect(await stateOf(bikeId)).toBe('available');
    expect(await settled(repairId)).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'inService' } });
    expect(await workshop.read(repairId)).toMatchObject({ status: 'closed', parts: [{ name: 'Brake pad', count: 2 }] });
    expect(await workshop.list()).toEqual([]);
  });

  it('is waited for while somebody rides it, and taken out of service when it is back', async () => {
    const { bikes } = await riderAt(city, 'Marta', 'old-mill').rent({ bikes: 1 });
    const bikeId = bikes[0]?.bikeId ?? '';
    const repairId = `${bikeId}-1`;
    // Somebody saw the bike in the street, and told the city.
    const report = { reportId: uuid(random), kioskId: 'market-hall', bikeId, part: 'frame' };
    const at = new Date(city.clock.now()).toISOString();
    await city.meanwhile(city.host.invoke('Freewheel-havenbrook-dev-Services-BikesReportDamage', { ...report, at }));
    await city.pass(10_000);
    const riding = [await stateOf(bikeId), (await settled(repairId))?.status];

    await city.pass(20 * MINUTE);
    await bringBack(city, bikeId, 'stadium');
    await city.pass(5_000);

    expect(riding).toEqual(['on_trip', 'RUNNING']);
    expect(await stateOf(bikeId)).toBe('non_operational');
    expect((await workshop.list())[0]).toMatchObject({ repairId, place: { kioskId: 'stadium' } });
  });

  it('is a case where no mechanic comes in time, until its work order is closed', async () => {
    const [order] = await workshop.list();
    const repairId = order?.repairId ?? '';
    await city.pass(25 * HOUR);
    const late = await casesOf(city);

    await workshop.start(repairId);
    await workshop.finish(repairId);
    await workshop.inspect(repairId, 'passed');
    await city.pass(5_000);

    expect(late).toMatchObject([{ caseId: `repair/${repairId}`, kind: 'repairLate', owner: 'fleet', status: 'open' }]);
    expect(await casesOf(city)).toEqual([]);
    expect(await stateOf(order?.bikeId ?? '')).toBe('available');
  });

  it('serves riders while it is only to be looked at, until a mechanic stands before it', async () => {
    const bikes = new Set<string>();
    for (let rides = 0; rides < 2; rides++) {
      const { bikeId } = await rideTo('swan-bridge', 'swan-bridge', 1);
      bikes.add(bikeId);
      await city.pass(30 * MINUTE);
    }
    const [bikeId = ''] = bikes;
    const repairId = `${bikeId}-1`;
    const before = await stateOf(bikeId);

    await workshop.start(repairId);
    await city.pass(5_000);

    expect(bikes.size).toBe(1);
    expect(before).toBe('available');
    expect(await workshop.read(repairId)).toMatchObject({ priority: 'soon', findings: [{ kind: 'shortRide' }] });
    expect(await stateOf(bikeId)).toBe('non_operational');
  });

  it('that nobody knows is refused by its name, and leaves nothing in the workshop', async () => {
    const report = { reportId: uuid(random), kioskId: 'library', bikeId: 'bike-999', part: 'brakes' };
    const at = new Date(city.clock.now()).toISOString();

    const refused = city.meanwhile(
      city.host.invoke('Freewheel-havenbrook-dev-Services-BikesReportDamage', { ...report, at }),
    );

    await expect(refused).rejects.toThrow(/BikeUnknown|not in the inventory/);
    expect(await itemOf(city, 'WorkshopTable', { pk: 'bike#bike-999' })).toBeUndefined();
  });
});
