import { createHash } from 'node:crypto';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PhotosListed, type PhotoViewed, UploadGranted } from '../../functions/bikes/photo-contract.ts';
import { identityEnv } from '../../functions/identity/env.ts';
import { PhotoAnnounced, type WorkOrdersListed } from '../../functions/workshop/contract.ts';
import { httpEvent } from '../functions/shared/http-event.ts';
import { openVirtualCity, type VirtualCity } from '../simulation/virtual-city.ts';
import {
  actByHand,
  actionsBy,
  bringBack,
  casesOf,
  command,
  itemsOf,
  loggedOn,
  pauseSchedules,
  riderAt,
  screenOf,
  viewOf,
} from './people.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
// Two days of a city, on machines that may be busy.
jest.setTimeout(480_000);

const DATA = 'Freewheel-havenbrook-dev-Data';
const WORKSHOP = 'Freewheel-havenbrook-dev-Workshop-Workshop';
const operator = 'ada';

const ended = (city: VirtualCity, rentalId: string, status: string) =>
  viewOf(city, rentalId, `to be ${status}`, (view) => view.status === status);
const paid = (city: VirtualCity, rentalId: string, withinMs?: number) =>
  viewOf(city, rentalId, 'to be paid', ({ payment }) => payment?.receipt !== undefined, withinMs);

/** Somebody asks for a bike at a kiosk whose carousel gives none. */
async function asksInVain(city: VirtualCity, firstName: string, kioskId: string, card?: 'good'): Promise<string> {
  const rider = riderAt(city, firstName, kioskId);
  rider.kiosk.machine.fault('jam', 'always');
  const rentalId = await rider.ask({ bikes: 1, ...(card && { card }) });
  await ended(city, rentalId, 'refused');
  rider.kiosk.machine.fault('jam', 'off');
  return rentalId;
}

/** Somebody's rental is stopped while the bike is on its way. */
async function isStopped(city: VirtualCity, firstName: string, kioskId: string): Promise<void> {
  const { ask, kiosk } = riderAt(city, firstName, kioskId);
  const rentalId = await ask({ bikes: 1, card: 'good' });
  await city.until('the bike to move', () => kiosk.machine.motion()?.kind === 'fetch');
  await stop(city, rentalId);
}

/** Somebody's rental is stopped before a door of which nobody knows whether it opened: the network fails at that moment. */
async function isStoppedAtTheDoor(city: VirtualCity, firstName: string, kioskId: string): Promise<void> {
  const rentalId = await riderAt(city, firstName, kioskId).ask({ bikes: 1, card: 'good' });
  await viewOf(city, rentalId, 'to have its bike at the hatch', ({ bikes }) => bikes[0]?.step === 'atHatch');
  const mend = city.cutOff(kioskId);
  await city.pass(40 * SECOND);
  await stop(city, rentalId);
  await city.pass(10 * SECOND);
  mend();
  await city.pass(5 * MINUTE);
}

async function stop(city: VirtualCity, rentalId: string): Promise<void> {
  const executionArn = `arn:aws:states:us-east-1:000000000000:execution:havenbrook-dev-rental:${rentalId}`;
  await city.meanwhile(city.states.send(new StopExecutionCommand({ executionArn, cause: 'A closed street.' })));
}

const put = (city: VirtualCity, table: string, Item: object) =>
  city.meanwhile(city.dynamo.send(new PutCommand({ TableName: `${DATA}-${table}`, Item })));

async function closeCases(city: VirtualCity): Promise<void> {
  for (const { caseId } of await casesOf(city)) {
    await command(city, 'CloseCase', { caseId, operator, note: 'It was looked into.' });
  }
  await city.pass(10 * SECOND);
}

/** Calls a function of the front end as the HTTP API does. */
async function callRoute(city: VirtualCity, route: string, event: object): Promise<void> {
  const called = city.host.invoke(`Freewheel-havenbrook-dev-Frontend-Frontend${route}`, event);
  expect(await city.meanwhile(called)).toMatchObject({ statusCode: 200 });
}

/** What the HTTP API hands on of a mechanic who has signed in. */
function fromMechanic(body?: object) {
  const headers = { 'content-type': 'application/json' };
  const event = httpEvent({ headers, ...(body && { body: JSON.stringify(body) }) });
  const claims = { sub: 'mika', token_use: 'access', 'cognito:groups': '[mechanics]' };
  return { ...event, requestContext: { ...event.requestContext, authorizer: { jwt: { claims } } } };
}

/** Sends a photo of a mechanic's work, as their page does; gives its id, once the workshop has heard that it is there. */
async function sendPhoto(city: VirtualCity, announced: unknown, repairId: string | undefined): Promise<string> {
  const { photoId, bikeId } = PhotoAnnounced.parse(announced);
  const body = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from('new pads in front')]);
  const sha256 = createHash('sha256').update(body).digest('hex');
  const content = { mediaType: 'image/jpeg', bytes: body.length, sha256 };
  const name = 'Freewheel-havenbrook-dev-Services-FootageGrantWorkPhoto';
  const asked = city.host.invoke(name, { photoId, repairId, bikeId, ...content });
  const { url, headers } = UploadGranted.parse(await city.meanwhile(asked));
  const { host, pathname: path, search } = new URL(url);
  const sent = { ...headers, host, 'content-length': String(body.length) };
  const { status } = await city.host.handle({ method: 'PUT', path, query: search.slice(1), headers: sent, body });
  expect(status).toBe(200);
  await city.pass(5 * SECOND);
  return photoId;
}

/** What happens in a city, each once; the next begins where the last has ended. */
const STORIES: Record<string, (city: VirtualCity) => Promise<void>> = {
  'a bike waits where a rider has none, and the van brings another': async (city) => {
    const { scan, kiosk } = riderAt(city, 'Priya', 'rope-walk');
    await scan();
    kiosk.hold('lighthouse-park');
    await screenOf(city, kiosk, 'held');
    await city.pass(11 * MINUTE);
    const around = { pathParameters: { kioskId: 'rope-walk' }, queryStringParameters: { want: 'bikes' } };
    await callRoute(city, 'FindNearest', { ...httpEvent({ kioskId: 'rope-walk' }), ...around });
    await callRoute(city, 'ListMoves', fromMechanic());
    const bikes = await itemsOf(city, 'BikesTable');
    const { bikeId, bay } = bikes.find((bike) => bike['kioskId'] === 'market-hall') as { bikeId: string; bay: number };
    const [first, second] = ['16fd2706-8baf-433b-82eb-8c7fada847da', '886313e1-3b8a-5372-9b90-0c9aee199e5d'];
    await callRoute(city, 'PickUpBike', fromMechanic({ requestId: first, bikeId, reason: 'rebalance' }));
    city.kiosk('market-hall').machine.vanish(bay);
    await callRoute(city, 'DropOffBike', fromMechanic({ requestId: first, bikeId, kioskId: 'rope-walk', bay: 1 }));
    // No sensor sees it there, since nobody has put it in: it stays on the van.
    await callRoute(city, 'PickUpBike', fromMechanic({ requestId: second, bikeId, reason: 'rebalance' }));
  },
  'a ride is paid, complained of, looked into and paid back': async (city) => {
    const { rentalId, bikes } = await riderAt(city, 'Greta', 'station-east').rent({ bikes: 1, card: 'good' });
    const bikeId = bikes[0]?.bikeId ?? '';
    await city.pass(MINUTE);
    await bringBack(city, bikeId, 'library');
    city.kiosk('library').reportDamage(bikeId, { part: 'brakes', severity: 'dangerous', withPhoto: true });
    const { payment } = await paid(city, rentalId);
    const asked = httpEvent({ rentalId, kioskId: 'library' });
    for (const route of ['ViewRental', 'ReadReceipt'])
      await city.meanwhile(city.host.invoke(`Freewheel-havenbrook-dev-Frontend-Frontend${route}`, asked));
    const amount = payment?.receipt?.captured ?? 0;
    const requestId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
    await command(city, 'RefundPayment', { rentalId, requestId, amount, reason: 'The brakes failed.', operator });
    const { photos } = PhotosListed.parse(await command(city, 'ListPhotos', { bikeId }));
    const look = { photoId: photos[0]?.photoId, operator, reason: 'The rider says that the brakes failed.' };
    const { url } = (await command(city, 'ViewPhoto', look)) as PhotoViewed;
    const { host, pathname: path, search } = new URL(url);
    const empty = Buffer.alloc(0);
    const seen = await city.host.handle({
      method: 'GET',
      path,
      query: search.slice(1),
      headers: { host },
      body: empty,
    });
    expect(seen.status).toBe(200);
  },
  'a bike is mended, and another that somebody rides is waited for': async (city) => {
    const work = (name: string, more: object) => city.meanwhile(city.host.invoke(`${WORKSHOP}${name}`, more));
    const { workOrders } = (await work('ListWorkOrders', { mechanic: 'mia' })) as WorkOrdersListed;
    const repairId = workOrders[0]?.repairId;
    const deed = (number: number) => ({
      repairId,
      mechanic: 'mia',
      requestId: `7c9e6679-7425-40de-944b-e07fc1f9${number}`,
    });
    await work('ReadWorkOrder', { repairId, mechanic: 'mia' });
    await work('StartWork', deed(1001));
    await work('AddParts', { ...deed(1002), parts: [{ name: 'Brake pad', count: 2 }] });
    const fine = 'fine';
    const checklist = { brakes: 'mended', tyres: fine, chain: fine, lights: fine, saddle: fine, frame: fine };
    const photoId = await sendPhoto(city, await work('AnnouncePhoto', deed(1009)), repairId);
    await work('FinishWork', { ...deed(1003), checklist, photoId });
    await city.pass(SECOND);
    await work('InspectWork', { ...deed(1004), mechanic: 'ivo', verdict: 'failed' });
    await work('StartWork', deed(1005));
    await work('FinishWork', { ...deed(1006), checklist, noPhotoBecause: 'It is dark.' });
    await city.pass(SECOND);
    await work('InspectWork', { ...deed(1007), mechanic: 'ivo', verdict: 'passed' });
    await city.pass(5 * SECOND);
    const { bikes } = await riderAt(city, 'Marta', 'harbour-steps').rent({ bikes: 1 });
    const bikeId = bikes[0]?.bikeId ?? '';
    const at = new Date(city.clock.now()).toISOString();
    const report = { reportId: '7c9e6679-7425-40de-944b-e07fc1f91008', kioskId: 'library', bikeId, part: 'frame', at };
    await city.meanwhile(city.host.invoke('Freewheel-havenbrook-dev-Services-BikesReportDamage', report));
    await city.pass(MINUTE);
    await bringBack(city, bikeId, 'rope-walk');
    await city.pass(5 * SECOND);
  },
  'a camera fails, and once nobody is told': async (city) => {
    const marta = riderAt(city, 'Marta', 'harbour-steps');
    const broken = { 'rope-walk': undefined, stadium: 'bikes/follow-camera' };
    for (const [home, handler] of Object.entries(broken)) {
      const repair = handler ? city.breakDown(handler) : () => undefined;
      marta.kiosk.machine.fault('camera', 'once');
      const { bikes } = await marta.rent({ bikes: 1 });
      repair();
      await bringBack(city, bikes[0]?.bikeId ?? '', home);
    }
  },
  'a bike is stuck, and the next one comes': async (city) => {
    const marta = riderAt(city, 'Marta', 'harbour-steps');
    marta.kiosk.machine.fault('jam', 'always');
    const rentalId = await marta.ask({ bikes: 1 });
    await viewOf(city, rentalId, 'to go on to another bike', ({ bikes }) => bikes.length > 1);
    marta.kiosk.machine.fault('jam', 'off');
    const bikeId = await marta.take();
    await ended(city, rentalId, 'handedOver');
    await bringBack(city, bikeId, 'stadium');
  },
  'a bike is taken out of the offer, and put back': async (city) => {
    const standing = (await itemsOf(city, 'BikesTable')).find(({ bikeId, state }) => bikeId && state === 'available');
    const change = {
      bikeId: standing?.['bikeId'],
      event: 'maintenance',
      by: 'operator/ada',
      reason: 'A bell that rings by itself.',
    };
    await command(city, 'ChangeBike', { ...change, changeId: 'bell/out', to: 'non_operational' });
    await command(city, 'ChangeBike', { ...change, changeId: 'bell/in', to: 'available' });
  },
  'an undo fails, and is redriven by two operators at once': async (city) => {
    const repair = city.breakDown('bikes/release-bikes', 'CommandMalformed');
    await asksInVain(city, 'Jonas', 'old-mill');
    await city.pass(5 * SECOND);
    const [open] = await casesOf(city);
    const caseId = open?.caseId;
    repair();
    await command(city, 'ShowCase', { caseId });
    await Promise.all(['ada', 'bert'].map((who) => command(city, 'RedriveCase', { caseId, operator: who })));
    await city.pass(5 * SECOND);
    expect(await casesOf(city)).toEqual([]);
  },
  'what an undo leaves behind is released by reconciliation': async (city) => {
    const repair = city.breakDown('bikes/release-bikes', 'CommandMalformed');
    await asksInVain(city, 'Greta', 'university', 'good');
    await city.pass(5 * SECOND);
    repair();
    await city.pass(40 * MINUTE);
    await closeCases(city);
  },
  'a visitor gets the hold back where no bike comes': async (city) => {
    const rentalId = await asksInVain(city, 'Greta', 'university', 'good');
    await viewOf(city, rentalId, 'to be voided', ({ payment }) => payment?.status === 'voided');
  },
  'a kiosk is offline, and its command is taken back': async (city) => {
    // While the bank takes its time nothing has been commanded yet.
    const rentalId = await riderAt(city, 'Greta', 'botanic-garden').ask({ bikes: 1, card: 'timesOut' });
    const mend = city.cutOff('botanic-garden');
    await city.pass(40 * SECOND);
    await stop(city, rentalId);
    await city.pass(10 * SECOND);
    mend();
    await closeCases(city);
  },
  'a kiosk is out of contact, comes back, and is emptied': async (city) => {
    const mend = city.cutOff('swan-bridge');
    await city.pass(25 * MINUTE);
    mend();
    await city.pass(MINUTE);
    city.kiosk('swan-bridge').machine.bayFault(2, 'noPower');
    const asked = { kioskId: 'swan-bridge', by: 'operator/ada', reason: 'A closed street.' };
    for (const mode of ['draining', 'open']) {
      await command(city, 'SetKioskMode', { ...asked, changeId: mode, mode });
      await city.pass(6 * MINUTE);
    }
    await command(city, 'ListKiosks', {});
    await closeCases(city);
  },
  'a ride cannot be charged until it is redriven': async (city) => {
    const { rentalId, bikes } = await riderAt(city, 'Greta', 'station-east').rent({ bikes: 1, card: 'good' });
    const repair = city.breakDown('payments/capture-payment', 'CommandMalformed');
    await bringBack(city, bikes[0]?.bikeId ?? '', 'hospital');
    await city.pass(2 * HOUR);
    repair();
    const failed = (await casesOf(city)).find(({ kind }) => kind === 'workflowFailed');
    await command(city, 'RedriveCase', { caseId: failed?.caseId, operator });
    await paid(city, rentalId);
    await closeCases(city);
  },
  'a rental is stopped, what it holds cannot be given back, and reconciliation does that': async (city) => {
    const repair = city.breakDown('payments/void-payment', 'CommandMalformed');
    await isStopped(city, 'Greta', 'station-east');
    await city.pass(MINUTE);
    repair();
    await city.pass(40 * MINUTE);
    await closeCases(city);
  },
  'a rental is stopped before a door that may have opened': async (city) => {
    await isStoppedAtTheDoor(city, 'Greta', 'station-east');
    await closeCases(city);
  },
  'a rental is stopped, and nobody hears of it': async (city) => {
    const repair = city.breakDown('operations/open-case');
    await isStopped(city, 'Greta', 'station-east');
    await city.pass(5 * MINUTE);
    repair();
    await city.pass(20 * MINUTE);
    expect(await casesOf(city)).toHaveLength(1);
    await closeCases(city);
  },
  'services disagree on a bike, a bay and a payment': async (city) => {
    const items = await itemsOf(city, 'BikesTable');
    const [moved, adrift] = items.filter(({ bikeId, state }) => bikeId && state === 'available');
    await put(city, 'BikesTable', { ...moved, bay: 19 });
    const { kioskId: _kioskId, bay: _bay, ...nowhere } = adrift ?? {};
    await put(city, 'BikesTable', { ...nowhere, state: 'non_contactable' });
    city.kiosk('swan-bridge').machine.vanish(1);
    const { rentalId, bikes } = await riderAt(city, 'Greta', 'station-east').rent({ bikes: 1, card: 'good' });
    const held = (await itemsOf(city, 'PaymentsTable')).find((item) => item['rentalId'] === rentalId);
    const unknown = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
    const copied = JSON.parse(JSON.stringify(held).replaceAll(rentalId, unknown));
    await put(city, 'PaymentsTable', copied);
    await city.pass(40 * MINUTE);
    const summaries = (await casesOf(city)).map(({ kind }) => kind);
    expect(summaries.filter((kind) => kind === 'discrepancy').length).toBeGreaterThanOrEqual(2);
    await bringBack(city, bikes[0]?.bikeId ?? '', 'hospital');
    await closeCases(city);
  },
  'an operator does by hand what no sensor does, and the city reads what happened': async (city) => {
    const { rentalId, bikes } = await riderAt(city, 'Greta', 'station-east').rent({ bikes: 1, card: 'good' });
    await city.pass(MINUTE);
    const [bikeId, reason] = [bikes[0]?.bikeId ?? '', 'Somebody has called.'];
    const place = { kioskId: 'library', bay: 6 };
    const endedAt = new Date(city.clock.now()).toISOString();
    const acts = [
      { kind: 'endRide', rentalId, slot: 1, endedAt, place },
      { kind: 'correctBike', bikeId, state: 'available', place },
      { kind: 'quarantineBike', bikeId, isQuarantined: true },
      { kind: 'quarantineBike', bikeId, isQuarantined: false },
      { kind: 'quarantineBay', ...place, isQuarantined: true },
      { kind: 'quarantineBay', ...place, isQuarantined: false },
    ];
    for (const [index, act] of acts.entries())
      await actByHand(city, { ...act, reason, requestId: `00000000-0000-4000-8000-00000000000${index}` });
    await paid(city, rentalId);
    const refund = { kind: 'refund', rentalId, amount: 1, reason };
    await actByHand(city, { ...refund, requestId: '00000000-0000-4000-8000-000000000009' });
    expect(await actionsBy(city)).toHaveLength(acts.length + 1);
    await city.pass(MINUTE);
    expect((await loggedOn(city, new Date(city.clock.now()).toISOString().slice(0, 10))).events).not.toEqual([]);
  },
  'reconciliation itself fails, and is redriven': async (city) => {
    const repair = city.breakDown('operations/compare-holds', 'CommandMalformed');
    await city.pass(16 * MINUTE);
    repair();
    const failed = (await casesOf(city)).filter(({ kind }) => kind === 'workflowFailed');
    for (const { caseId } of failed) await command(city, 'RedriveCase', { caseId, operator });
    await city.pass(MINUTE);
    await closeCases(city);
  },
  'nobody writes down what happens to bikes, until reconciliation does': async (city) => {
    const repair = city.breakDown('bikes/record-vehicle-event', 'CommandMalformed');
    const { bikes } = await riderAt(city, 'Greta', 'station-east').rent({ bikes: 1, card: 'good' });
    const [free] = (await itemsOf(city, 'BikesTable')).filter(({ state, kioskId }) => state === 'available' && kioskId);
    const out = { changeId: 'untold', event: 'maintenance', to: 'non_operational', by: 'operator/ada' };
    await command(city, 'ChangeBike', { ...out, bikeId: free?.['bikeId'] });
    // As long as the bus delivers it again.
    await city.pass(10 * MINUTE);
    repair();
    const stateMachineArn = `arn:aws:states:us-east-1:000000000000:stateMachine:${city.city.id}-dev-reconciliation`;
    const input = JSON.stringify({ segments: 1 });
    await city.meanwhile(city.states.send(new StartExecutionCommand({ stateMachineArn, input })));
    await city.pass(MINUTE);
    const { events } = await loggedOn(city, new Date(city.clock.now()).toISOString().slice(0, 10));
    const stateOf = (bikeId: unknown) => events.findLast((event) => event.vehicle_id === bikeId)?.vehicle_state;
    expect([stateOf(bikes[0]?.bikeId), stateOf(free?.['bikeId'])]).toEqual(['on_trip', 'non_operational']);
    await bringBack(city, bikes[0]?.bikeId ?? '', 'old-mill');
    await closeCases(city);
  },
  'riders are told something, and it is taken back': async (city) => {
    const [alertId, by] = ['7c9e6679-7425-40de-944b-e07fc1f90ae7', 'operator/ada'];
    const summary = [{ text: 'Bring a helmet.', language: 'en-US' }];
    await command(city, 'SetAlert', { alertId, type: 'other', summary, by });
    await command(city, 'PublishFeed', {});
    await command(city, 'ClearAlert', { alertId, by });
    await command(city, 'Freewheel-havenbrook-dev-Services-FeedKeepFeed', {});
  },
  'a bike is late, then missing, then found': async (city) => {
    // Two days of it would find nothing that the stories before have not.
    await pauseSchedules(city);
    await city.restHearts();
    const { rentalId, bikes } = await riderAt(city, 'Greta', 'station-east').rent({ bikes: 1, card: 'good' });
    await paid(city, rentalId, 49 * HOUR);
    await bringBack(city, bikes[0]?.bikeId ?? '', 'hospital');
    await city.pass(MINUTE);
  },
};

/** What none of this needs, by the reason why it is granted all the same. */
const UNUSED: Record<string, string[]> = {
  'The command comes first here, its fact second. Where it is the other way round, whoever gives the command tells the task.':
    [
      'BikesAwaitReturn states:SendTaskSuccess ride',
      'WorkshopAwaitStep states:SendTaskSuccess repair',
      ...['FootageCheckOutBike', 'StorageMoveBike', 'StorageOpenUntilTaken'].flatMap((name) =>
        ['Failure', 'Success'].map((end) => `${name} states:SendTask${end} rental`),
      ),
    ],
  'Where a bike is not even checked out in time, the gap is made of its reservation. Here each is checked out.': [
    'FootageRecordPhotoGap dynamodb:GetItem BikesTable',
  ],
  'Kiosks of ours upload nothing but photos; the task of one that is none fails.': [
    'FootageRecordPhoto states:SendTaskFailure rental',
  ],
  'Payments here are at the sandbox. The key is read for those that are at Stripe.': [
    ...['CapturePayment', 'ReclaimHold', 'RefundPayment', 'SettlePayment', 'VoidPayment'].map(
      (name) => `Payments${name} secretsmanager:GetSecretValue PaymentsAcquirerSecret`,
    ),
  ],
  'Each workflow is looked after by the same code; here it is a rental whose end nobody heard of, and an undo that two operators redrive at once.':
    [
      ...['reconciliation', 'repair', 'reservation', 'ride', 'undo'].map(
        (name) => `OperationsFindFailures states:DescribeExecution ${name}:*`,
      ),
      ...['reconciliation', 'rental', 'repair', 'reservation', 'ride'].map(
        (name) => `OperationsRedriveCase states:DescribeExecution ${name}:*`,
      ),
      ...['rental', 'repair', 'reservation'].map((name) => `OperationsRedriveCase states:RedriveExecution ${name}:*`),
      ...['repair', 'reservation', 'ride'].map((name) => `OperationsCloseCase states:DescribeExecution ${name}:*`),
    ],
  'Operators work on cases and alerts by their commands here; test/scenarios/callers walks their routes.': [
    ...['ListCases', 'RedriveCase', 'CloseCase'].map(
      (name) => `Frontend${name} lambda:InvokeFunction Services-Operations${name}`,
    ),
    ...['SetAlert', 'ClearAlert', 'ListAlerts'].map(
      (name) => `Frontend${name} lambda:InvokeFunction Services-Bikes${name}`,
    ),
  ],
  'No inspection falls due in the days of this city, and no bike is spoken of between inspection and closing: test/functions/workshop tries both.':
    [
      'WorkshopLookForDue dynamodb:GetItem WorkshopTable',
      'WorkshopLookForDue dynamodb:PutItem WorkshopTable',
      'WorkshopLookForDue states:StartExecution repair',
      'WorkshopCloseWorkOrder states:StartExecution repair',
    ],
  'A deed that finds what an earlier one has not told the workflow tells it; here each is told by its own. Mechanics start here what is out of service already.':
    ['AddParts', 'AnnouncePhoto', 'StartWork'].map((name) => `Workshop${name} states:SendTaskSuccess repair`),
  'Operators see and change kiosks by their commands here; test/scenarios/callers walks their routes.': [
    ...['ListKiosks', 'SetKioskMode'].map((name) => `KioskDesk${name} lambda:InvokeFunction Services-Kiosks${name}`),
  ],
  'Nobody guesses here, and one pepper is live: test/scenarios/residence and test/functions/identity try both.': [
    ...['IdentityImportResidents', 'IdentityVerifyCredential'].flatMap((name) =>
      ['DeleteItem', 'UpdateItem'].map((action) => `${name} dynamodb:${action} IdentityTable`),
    ),
    'IdentityVerifyCredential events:PutEvents arn:aws:events:us-east-1:000000000000:event-bus/FreewheelhavenbrookdevServicesBusFED5D7DE',
  ],
};

/** Of people who sign in, which takes a host with its ports: test/scenarios/residents, test/browser/work-orders and test/browser/photos walk through all of it. */
const BY_PEOPLE =
  /^Frontend((List|Read)WorkOrders?|(Start|Finish|Inspect)Work|AddParts|(Add|View)WorkPhoto|(List|View)Photos?) |^(Frontend|Identity)((Register|Read|Delete|Review)Resident|(Invite|Add|Remove)HouseholdMember|(Join|Leave)Household|ListReviews) /;

describe('the permissions of the template', () => {
  let city: VirtualCity;

  beforeAll(async () => {
    city = await openVirtualCity({ apart: false });
  });
  afterAll(() => city.close());

  it.each(Object.keys(STORIES))('let everything happen that they should: %s', async (story) => {
    await STORIES[story]?.(city);

    expect(city.log.filter((line) => line.startsWith('iam: '))).toEqual([]);
  });

  it('open no sealed credential for orchestration, which keeps them', async () => {
    const configurationOf = (name: string) => {
      const FunctionName = `Freewheel-havenbrook-dev-Services-${name}`;
      return city.meanwhile(city.lambda.send(new GetFunctionConfigurationCommand({ FunctionName })));
    };
    const { Environment } = await configurationOf('IdentityVerifyCredential');
    const KeyId = Environment?.Variables?.[identityEnv.credentialKeyIds];
    const { Role: roleArn = '' } = await configurationOf('OrchestrationVouchForRider');
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'TrentService.Decrypt' };
    const sealed = { KeyId, CiphertextBlob: 'AAAA', EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' };
    const body = Buffer.from(JSON.stringify(sealed));
    const request = { method: 'POST', path: '/', query: '', headers, body };

    const answer = await city.host.call('kms', request, { kind: 'function', name: 'vouch-for-rider', roleArn });

    const told = JSON.parse(answer.body.toString()) as { __type: string; message: string };
    expect(KeyId).toMatch(/^[\w-]{36}$/);
    expect(told.__type).toBe('AccessDeniedException');
    expect(told.message).toMatch(/VouchForRider.* is not authorized to perform: kms:Decrypt on resource: .*key/);
  });

  it('are no more than what happens needs, but for what is named here', () => {
    const unused = city.host.unusedGrants().map(({ role, action, resource }) => {
      const name = role.replace(/^.*-/, '').replace(/(Service)?Role$/, '');
      const what = resource.replace(/^.*(:thing\/|dev-(Data-)?)/, '').replace(/(Secret)-\w+$/, '$1');
      return `${name} ${action} ${what}`;
    });

    expect(unused.filter((grant) => !BY_PEOPLE.test(grant)).sort()).toEqual(Object.values(UNUSED).flat().sort());
  });
});
