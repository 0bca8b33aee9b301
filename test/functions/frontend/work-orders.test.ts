import { describe, expect, it } from '@jest/globals';
import { addParts } from '../../../functions/frontend/mechanics/add-parts.ts';
import { finishWork } from '../../../functions/frontend/mechanics/finish-work.ts';
import { inspectWork } from '../../../functions/frontend/mechanics/inspect-work.ts';
import { listWorkOrders } from '../../../functions/frontend/mechanics/list-work-orders.ts';
import { readWorkOrder } from '../../../functions/frontend/mechanics/read-work-order.ts';
import { startWork } from '../../../functions/frontend/mechanics/start-work.ts';
import type { HttpRequest } from '../../../functions/shared/http-handler.ts';
import type { WorkOrder } from '../../../functions/workshop/contract.ts';

const REPAIR = 'bike-001-1';
const requestId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const PHOTO = 'ab'.repeat(16);
const fine = 'fine' as const;
const checklist = { brakes: fine, tyres: fine, chain: fine, lights: fine, saddle: fine, frame: fine };

const request = (body: object = {}, changes: Partial<HttpRequest> = {}): HttpRequest => ({
  headers: { 'content-type': 'application/json' },
  parameters: { repairId: REPAIR },
  query: {},
  body: JSON.stringify(body),
  kioskId: undefined,
  person: { sub: 'mia', groups: ['mechanics'] },
  ...changes,
});

/** The workshop as the front end calls it: what was asked of it, in order. */
function workshop() {
  const asked: object[] = [];
  const answer = async (command: object) => {
    asked.push(command);
    return { repairId: REPAIR } as WorkOrder;
  };
  const list = async (command: object) => {
    asked.push(command);
    return { workOrders: [] };
  };
  const workOrders = {
    ...{ listWorkOrders: list, readWorkOrder: answer, startWork: answer, addParts: answer },
    ...{ finishWork: answer, inspectWork: answer },
    announcePhoto: async () => {
      throw new Error('No photo is announced in these tests.');
    },
  };
  const deps = { workOrders };
  return {
    asked,
    list: listWorkOrders(deps),
    read: readWorkOrder(deps),
    start: startWork(deps),
    parts: addParts(deps),
    finish: finishWork(deps),
    inspect: inspectWork(deps),
  };
}

describe("mechanics' routes to work orders", () => {
  it('act in the name of whoever is signed in', async () => {
    const { asked, ...routes } = workshop();
    const parts = [{ name: 'Brake pad', count: 2 }];

    await routes.start(request({ requestId }));
    await routes.parts(request({ requestId, parts }));
    await routes.finish(request({ requestId, checklist, note: 'New pads.', photoId: PHOTO }));
    await routes.inspect(request({ requestId, verdict: 'passed' }));

    const deed = { repairId: REPAIR, mechanic: 'mia', requestId };
    expect(asked).toEqual([
      deed,
      { ...deed, parts },
      { ...deed, checklist, note: 'New pads.', photoId: PHOTO },
      { ...deed, verdict: 'passed' },
    ]);
  });

  it('list from a kiosk on, and read one, for whoever is signed in', async () => {
    const { asked, list, read } = workshop();

    await list(request({}, { query: { from: 'old-mill' } }));
    await list(request());
    await read(request());

    expect(asked).toEqual([
      { mechanic: 'mia', from: 'old-mill' },
      { mechanic: 'mia' },
      { repairId: REPAIR, mechanic: 'mia' },
    ]);
  });

  it.each([
    ['a kiosk that can be none', 'list', request({}, { query: { from: 'Old Mill' } }), '?from'],
    ['a mechanic whom the page names', 'start', request({ requestId, mechanic: 'ben' }), '#/mechanic'],
    ['no id of the request', 'start', request(), '#/requestId'],
    [
      'a checklist with a hole',
      'finish',
      request({ requestId, checklist: { ...checklist, frame: undefined } }),
      '#/checklist/frame',
    ],
    [
      'half a brake pad',
      'parts',
      request({ requestId, parts: [{ name: 'Brake pad', count: 0.5 }] }),
      '#/parts/0/count',
    ],
    ['no part at all', 'parts', request({ requestId, parts: [] }), '#/parts'],
    ['a verdict that is none', 'inspect', request({ requestId, verdict: 'perhaps' }), '#/verdict'],
    ['a photo that can be none', 'finish', request({ requestId, checklist, photoId: '../x' }), '#/photoId'],
    ['no reason in many words', 'finish', request({ requestId, checklist, noPhotoBecause: '-' }), '#/noPhotoBecause'],
    ['a note like a novel', 'finish', request({ requestId, checklist, note: 'x'.repeat(501) }), '#/note'],
  ] as const)('refuse %s, and say where', async (_, route, sent, pointer) => {
    const { asked, ...routes } = workshop();

    const refused = routes[route](sent);

    await expect(refused).rejects.toMatchObject({ name: 'RequestInvalid', faults: [{ pointer }] });
    expect(asked).toEqual([]);
  });

  it.each(['start', 'parts', 'finish', 'inspect', 'read'] as const)(
    'know no work order whose id cannot be one: %s',
    async (route) => {
      const { asked, ...routes } = workshop();

      const refused = routes[route](request({ requestId }, { parameters: { repairId: '../cases' } }));

      await expect(refused).rejects.toMatchObject({ name: 'WorkOrderUnknown' });
      expect(asked).toEqual([]);
    },
  );

  it('let an operator see and inspect what mechanics have mended, in their own name', async () => {
    const { asked, list, read, inspect } = workshop();
    const person = { sub: 'olga', groups: ['operators'] };

    await list(request({}, { person }));
    await read(request({}, { person }));
    await inspect(request({ requestId, verdict: 'passed' }, { person }));

    expect(asked).toEqual([
      { mechanic: 'olga' },
      { repairId: REPAIR, mechanic: 'olga' },
      { repairId: REPAIR, mechanic: 'olga', requestId, verdict: 'passed' },
    ]);
  });

  it.each(['list', 'read', 'inspect'] as const)('are not for residents: %s', async (route) => {
    const { asked, ...routes } = workshop();

    const refused = routes[route](request({ requestId }, { person: { sub: 'rosa', groups: [] } }));

    await expect(refused).rejects.toMatchObject({ name: 'RoleMissing' });
    expect(asked).toEqual([]);
  });

  it.each(['start', 'parts', 'finish'] as const)(
    'are for mechanics, and neither for operators nor for residents: %s',
    async (route) => {
      const { asked, ...routes } = workshop();
      const as = (...groups: string[]) => routes[route](request({ requestId }, { person: { sub: 'olga', groups } }));

      await expect(as('operators')).rejects.toMatchObject({ name: 'RoleMissing' });
      await expect(as()).rejects.toMatchObject({ name: 'RoleMissing' });
      expect(asked).toEqual([]);
    },
  );
});
