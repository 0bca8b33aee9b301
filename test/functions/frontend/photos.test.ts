import { describe, expect, it } from '@jest/globals';
import { addWorkPhoto } from '../../../functions/frontend/mechanics/add-work-photo.ts';
import { viewWorkPhoto } from '../../../functions/frontend/mechanics/view-work-photo.ts';
import { listPhotos } from '../../../functions/frontend/operators/list-photos.ts';
import { viewPhoto } from '../../../functions/frontend/operators/view-photo.ts';
import type { HttpRequest } from '../../../functions/shared/http-handler.ts';
import type { WorkOrder } from '../../../functions/workshop/contract.ts';

const REPAIR = 'bike-001-1';
const requestId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const [OF_RIDER, OF_WORK, OF_ROUND, OF_OTHERS] = ['1', '2', '3', '4'].map((digit) => digit.repeat(32));
const content = { mediaType: 'image/jpeg', bytes: 1234, sha256: 'cd'.repeat(32) };
const granted = { url: 'https://photos.test/x', headers: {}, expiresAt: '2026-06-03T08:00:00.000Z' };
const viewed = { photoId: OF_WORK, mediaType: 'image/jpeg', url: granted.url, expiresAt: granted.expiresAt };

/** The workshop and bikes as the front end calls them: what was asked of them, in order. */
function desk() {
  const asked: object[] = [];
  const answering =
    <Answer>(answer: Answer) =>
    async (command: object) => {
      asked.push(command);
      return answer;
    };
  const order = {
    findings: [{ kind: 'brakes', photoIds: [OF_RIDER] }, { kind: 'saddle' }],
    photos: [{ photoId: OF_WORK }],
    rounds: [{ photoId: OF_ROUND }, {}],
  } as unknown as WorkOrder;
  const refuse = async () => Promise.reject(new Error('Nobody asks for this here.'));
  const workOrders = {
    ...{ listWorkOrders: refuse, startWork: refuse, addParts: refuse, finishWork: refuse, inspectWork: refuse },
    readWorkOrder: answering(order),
    announcePhoto: answering({ photoId: String(OF_WORK), bikeId: 'bike-001' }),
  };
  const photos = {
    grantWorkPhoto: answering(granted),
    viewPhoto: answering(viewed as never),
    listPhotos: answering({ photos: [] }),
  };
  const deps = { workOrders, photos };
  return { asked, add: addWorkPhoto(deps), look: viewWorkPhoto(deps), list: listPhotos(deps), view: viewPhoto(deps) };
}

const request = (
  body: object,
  parameters: Record<string, string | undefined> = {},
  person: HttpRequest['person'] = { sub: 'mia', groups: ['mechanics', 'operators'] },
) =>
  ({
    headers: { 'content-type': 'application/json' },
    parameters: { repairId: REPAIR, bikeId: 'bike-001', photoId: OF_WORK, ...parameters },
    query: {},
    body: JSON.stringify(body),
    kioskId: undefined,
    person,
  }) as HttpRequest;

describe('a mechanic’s photo', () => {
  it('is announced to the workshop first, and then put where bikes says', async () => {
    const { asked, add } = desk();

    const answer = await add(request({ requestId, ...content }));

    expect(answer).toMatchObject({ status: 201, body: { photoId: OF_WORK, ...granted } });
    expect(asked).toEqual([
      { repairId: REPAIR, mechanic: 'mia', requestId },
      { photoId: OF_WORK, repairId: REPAIR, bikeId: 'bike-001', ...content },
    ]);
  });

  it.each([
    ['is too large', { bytes: 5 * 1024 * 1024 + 1 }, '#/bytes'],
    ['is empty', { bytes: 0 }, '#/bytes'],
    ['is no photo', { mediaType: 'image/svg+xml' }, '#/mediaType'],
    ['has no hash', { sha256: 'x' }, '#/sha256'],
    ['names its own id', { photoId: OF_OTHERS }, '#/photoId'],
  ])('is refused where it %s', async (_, change, pointer) => {
    const { asked, add } = desk();

    const refused = add(request({ requestId, ...content, ...change }));

    await expect(refused).rejects.toMatchObject({ name: 'RequestInvalid', faults: [{ pointer }] });
    expect(asked).toEqual([]);
  });
});

describe('looking at the photos of a work order', () => {
  it.each([OF_RIDER, OF_WORK, OF_ROUND])('is for its mechanics, and is written down: %s', async (photoId) => {
    const { asked, look } = desk();

    const answer = await look(request({}, { photoId }));

    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' }, body: viewed });
    expect(asked.at(-1)).toEqual({ photoId, operator: 'mechanic/mia', reason: `Work order ${REPAIR}` });
  });

  it('writes down an operator as an operator', async () => {
    const { asked, look } = desk();

    await look(request({}, { photoId: OF_WORK }, { sub: 'olga', groups: ['operators'] }));

    expect(asked.at(-1)).toMatchObject({ operator: 'operator/olga' });
  });

  it.each([OF_OTHERS, '../cases'])('shows none that is not of it: %s', async (photoId) => {
    const { asked, look } = desk();

    await expect(look(request({}, { photoId }))).rejects.toMatchObject({ name: 'PhotoUnknown' });

    expect(asked.filter((one) => 'operator' in one)).toEqual([]);
  });
});

describe('an operator who looks at photos', () => {
  it('has them listed by bike, and says why they look at one', async () => {
    const { asked, list, view } = desk();

    await list(request({}));
    const answer = await view(request({ reason: 'A claim.' }));

    expect(answer).toMatchObject({ status: 200, body: viewed });
    expect(asked).toEqual([{ bikeId: 'bike-001' }, { photoId: OF_WORK, operator: 'operator/mia', reason: 'A claim.' }]);
  });

  it('is refused without a reason, and of what can be neither bike nor photo', async () => {
    const { asked, list, view } = desk();

    await expect(view(request({ reason: '' }))).rejects.toMatchObject({ faults: [{ pointer: '#/reason' }] });
    await expect(view(request({ reason: 'A claim.' }, { photoId: 'x' }))).rejects.toMatchObject({
      name: 'PhotoUnknown',
    });
    await expect(list(request({}, { bikeId: '../x' }))).rejects.toMatchObject({ name: 'BikeUnknown' });

    expect(asked).toEqual([]);
  });
});

describe('the routes to photos', () => {
  it.each([
    ['add', ['mechanics']],
    ['look', ['mechanics', 'operators']],
    ['list', ['operators']],
    ['view', ['operators']],
  ] as const)('are for their own alone: %s for %s', async (route, groups) => {
    const { asked, ...routes } = desk();
    const others = ['mechanics', 'operators', 'riders'].filter((one) => !(groups as readonly string[]).includes(one));

    const refused = routes[route](request({ reason: 'A claim.' }, {}, { sub: 'olga', groups: others }));

    await expect(refused).rejects.toMatchObject({ name: 'RoleMissing' });
    expect(asked).toEqual([]);
  });
});
