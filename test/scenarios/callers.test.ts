import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiDescription } from '../../functions/frontend/api/description.ts';
import { freewheelApp } from '../../infra/app.ts';
import type { FrontendStack } from '../../infra/stacks/frontend.ts';
import { type Route, type RouteCaller, routes } from '../../infra/stacks/routes.ts';
import type { ServicesStack } from '../../infra/stacks/services.ts';
import type { WorkshopStack } from '../../infra/stacks/workshop.ts';
import { joinAs, signInAs } from '../../laptop/newcomer.ts';
import { joinGroup, peopleOf } from '../../laptop/people.ts';
import { openTestCity, type TestCity } from './city.ts';
import { assertionOf, requestToken } from './kiosk-client.ts';

type Tokens = Record<Exclude<RouteCaller, 'anyone'>, string> & { identity: string };

/** Who is let in besides the caller that a route is for: an operator and a mechanic are signed in like any resident. */
const ALSO: Partial<Record<RouteCaller, RouteCaller[]>> = { resident: ['mechanic', 'operator'] };
const CALLERS = ['kiosk', 'resident', 'mechanic', 'operator'] as const;

const table = (): Route[] => {
  const app = freewheelApp();
  const stack = (part: string) => app.node.findChild(`Freewheel-havenbrook-dev-${part}`);
  return routes(
    stack('Services') as ServicesStack,
    stack('Frontend') as FrontendStack,
    stack('Workshop') as WorkshopStack,
  );
};
const keyOf = ({ method, path }: Route) => `${method} ${path}`;

describe('the routes of the HTTP API', () => {
  let city: TestCity;
  let tokens: Tokens;
  const all = table();

  beforeAll(async () => {
    city = await openTestCity();
    const login = peopleOf(city);
    const { access_token: resident, id_token: identity } = await joinAs(login, 'rosa@example.org');
    for (const group of ['mechanics', 'operators']) {
      await joinAs(login, `${group}@example.org`);
      await joinGroup(city, `${group}@example.org`, group);
    }
    const { body } = await requestToken(city, await assertionOf(city, 'harbour-steps'));
    tokens = {
      kiosk: String(body['access_token']),
      resident,
      identity,
      mechanic: (await signInAs(login, 'mechanics@example.org')).access_token,
      operator: (await signInAs(login, 'operators@example.org')).access_token,
    };
  });
  afterAll(() => city.dispose());

  const call = async ({ method, path }: Route, token?: string): Promise<number> => {
    const url = `${city.address}${path.replace(/\{(\w+)\}/g, '00000000-0000-4000-8000-000000000000')}`;
    const body = ['POST', 'PUT'].includes(method) ? { body: '{}' } : {};
    const headers = { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) };
    return (await fetch(url, { method, headers, ...body })).status;
  };
  const isLetIn = (status: number) => ![401, 403, 500, 503].includes(status);

  it('are all described, and each says whom it is for', () => {
    const described = Object.entries(apiDescription()['paths'] as Record<string, object>).flatMap(([path, item]) =>
      Object.keys(item)
        .filter((method) => method !== 'parameters')
        .map((method) => `${method.toUpperCase()} ${path}`),
    );

    expect(described.sort()).toEqual(all.map(keyOf).sort());
  });

  it.each(all.map((route) => [keyOf(route), route] as const))(
    'let in whom they are for, and nobody else: %s',
    async (_, route) => {
      const { caller } = route;
      if (caller === 'anyone') {
        const status = await call(route);
        return expect(isLetIn(status)).toBe(true);
      }
      const welcome: RouteCaller[] = [caller, ...(ALSO[caller] ?? [])];

      const nobody = await call(route);
      const pageReader = await call(route, tokens.identity);
      const forged = await call(route, `${tokens[caller].slice(0, -8)}AAAAAAAA`);
      const statuses = await Promise.all(CALLERS.map(async (who) => [who, await call(route, tokens[who])] as const));

      expect(nobody).toBe(401);
      expect([401, 403]).toContain(pageReader);
      expect([401, 403]).toContain(forged);
      for (const [who, status] of statuses) {
        if (welcome.includes(who)) expect([who, isLetIn(status), status]).toEqual([who, true, status]);
        else expect([who, [401, 403].includes(status), status]).toEqual([who, true, status]);
      }
    },
  );

  it('answer an operator who closes a case that is not there by its name', async () => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${tokens.operator}` };
    const body = JSON.stringify({ caseId: 'workflow/none', note: 'nothing to do' });

    const answer = await fetch(`${city.address}/v1/operators/cases/close`, { method: 'POST', headers, body });

    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ type: 'urn:freewheel:problem:case-unknown' });
  });
});
