import { describe, expect, it } from '@jest/globals';
import type { Alert } from '../../../functions/bikes/feed-contract.ts';
import { clearAlert } from '../../../functions/frontend/operators/clear-alert.ts';
import { listAlerts } from '../../../functions/frontend/operators/list-alerts.ts';
import { setAlert } from '../../../functions/frontend/operators/set-alert.ts';
import type { HttpRequest } from '../../../functions/shared/http-handler.ts';

const alertId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const words = { alertId, type: 'other', summary: [{ text: 'Bring a helmet.', language: 'en-US' }] };

const request = (body: object, changes: Partial<HttpRequest> = {}): HttpRequest => ({
  headers: { 'content-type': 'application/json' },
  parameters: {},
  query: {},
  body: JSON.stringify(body),
  kioskId: undefined,
  person: { sub: 'olga', groups: ['operators'] },
  ...changes,
});

/** Bikes as the front end calls it: what was asked of it, in order. */
function desk() {
  const asked: object[] = [];
  const answer = async (command: object) => {
    asked.push(command);
    return { ...command } as Alert;
  };
  const listing = async (command: object) => {
    asked.push(command);
    return { alerts: [] };
  };
  const alerts = { setAlert: answer, clearAlert: answer, listAlerts: listing };
  return { asked, set: setAlert({ alerts }), clear: clearAlert({ alerts }), list: listAlerts({ alerts }) };
}

describe("operators' routes to alerts", () => {
  it('tell riders something, and take it back, in the name of whoever is signed in', async () => {
    const { asked, set, clear } = desk();

    const told = await set(request(words));
    await clear(request({ alertId }));

    expect(told).toMatchObject({ status: 200, body: words });
    expect(asked).toEqual([
      { ...words, by: 'operator/olga' },
      { alertId, by: 'operator/olga' },
    ]);
  });

  it.each([
    ['an id that is none', { alertId: 'seven' }, '#/alertId'],
    ['a type that GBFS does not have', { type: 'storm' }, '#/type'],
    ['no words', { summary: [] }, '#/summary'],
    ['a language that is none', { summary: [{ text: 'Hi', language: 'English' }] }, '#/summary/0/language'],
    ['a time that is none', { endsAt: 'noon' }, '#/endsAt'],
    ['somebody else’s name', { by: 'operator/mayor' }, '#/by'],
  ])('refuse %s, and say where', async (_, changes, pointer) => {
    const { asked, set } = desk();

    const refused = set(request({ ...words, ...changes }));

    await expect(refused).rejects.toMatchObject({ faults: [{ pointer }] });
    expect(asked).toEqual([]);
  });

  it.each([
    ['a resident', { sub: 'rosa', groups: [] }, 'RoleMissing'],
    ['a mechanic', { sub: 'mika', groups: ['mechanics'] }, 'RoleMissing'],
    ['nobody', undefined, 'PersonUnidentified'],
  ])('refuse %s before they ask anything', async (_, person, name) => {
    const { asked, set, clear, list } = desk();

    for (const run of [set, clear, list]) await expect(run(request(words, { person }))).rejects.toMatchObject({ name });
    expect(asked).toEqual([]);
  });
});
