import type { Clock } from '../../seams/clock.ts';
import { type Random, uuid } from '../../seams/random.ts';
import type { HostContext } from '../module.ts';
import { type Caller, ServiceError, type WireRequest, type WireResponse } from '../wire/contract.ts';
import { responseOf, told } from './answer.ts';
import type { Authorizer } from './authorizer.ts';
import { type Arrival, integrationEvent } from './event.ts';
import type { RouteTable } from './route-table.ts';

/** A function behind a route. */
export interface Integration {
  functionName: string;
  timeoutMs: number;
}

export interface Target {
  integration: () => Integration;
  authorizer: (() => Authorizer) | undefined;
  /** Of which a token must have one. */
  scopes: string[];
}

export interface ServeOptions {
  account: string;
  region: string;
  clock: Clock;
  random: Random;
  invoke: HostContext['invoke'];
  log: (line: string) => void;
  routes: RouteTable<Target>;
  apiId: () => string;
  /** Who calls functions for a part of the API. */
  gateway: (part: string) => Caller;
  domainName: string;
}

/** AWS, "Quotas for configuring and running an HTTP API". */
const BODY_MAX_BYTES = 10 * 1024 * 1024;

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** Serves requests by the routes of the template. Never rejects. */
export function createServe(options: ServeOptions): (request: WireRequest) => Promise<WireResponse> {
  const { account, region, clock, random, invoke, log, routes, apiId, gateway, domainName } = options;

  /** `PUT /v1/rentals/{rentalId}` calls as `$default/PUT/v1/rentals/{rentalId}`, the stage first. */
  const callerFor = (routeKey: string) => gateway(`$default/${routeKey.replace(' ', '')}`);

  const inTime = (integration: Integration, event: unknown, routeKey: string): Promise<WireResponse> =>
    new Promise((resolve, reject) => {
      const late = () => resolve(told(503, 'Service Unavailable'));
      const timer = clock.after(integration.timeoutMs, late);
      invoke(integration.functionName, event, callerFor(routeKey))
        .then(responseOf)
        .then(resolve, reject)
        .finally(() => timer.cancel());
    });

  const run = async (request: WireRequest, arrival: Arrival, target: Target): Promise<WireResponse> => {
    const verdict = await target.authorizer?.()(request, arrival, target.scopes);
    if (verdict && !verdict.allowed) return told(verdict.status, verdict.status === 401 ? 'Unauthorized' : 'Forbidden');
    return inTime(target.integration(), integrationEvent(request, arrival, verdict?.authorizer), arrival.routeKey);
  };

  const answer = async (request: WireRequest, requestId: string): Promise<WireResponse> => {
    if (request.body.length > BODY_MAX_BYTES) return told(413, 'Request Entity Too Large');
    const path = decodePath(request.path);
    if (path === undefined) return told(400, 'Bad Request');
    const match = routes.match(request.method, path);
    if (!match) return told(404, 'Not Found');
    const { routeKey, parameters, target } = match;
    const timeMs = clock.now();
    const arrival = { apiId: apiId(), account, region, domainName, requestId, timeMs, routeKey, path, parameters };
    try {
      return await run(request, arrival, target);
    } catch (fault) {
      if (fault instanceof ServiceError && fault.status === 429) return told(503, 'Service Unavailable');
      log(`${routeKey} failed: ${fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault)}`);
      return told(500, 'Internal Server Error');
    }
  };

  return async (request) => {
    const requestId = uuid(random);
    const response = await answer(request, requestId);
    return { ...response, headers: { ...response.headers, 'apigw-requestid': requestId } };
  };
}
