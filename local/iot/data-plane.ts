import type { Clock } from '../../seams/clock.ts';
import { type Service, ServiceError } from '../wire/contract.ts';
import type { Hub } from './hub.ts';
import { pageOf } from './paging.ts';
import { type Call, invalid, type Route, restService } from './rest.ts';
import type { Shadows } from './shadows.ts';
import { publishFault } from './topics.ts';

/** Page sizes at most ("ListNamedShadowsForThing", "ListRetainedMessages", AWS IoT data plane API reference). */
const shadowsPageMax = 100;
const retainedPageMax = 200;

const shadowName = ({ query }: Call): string | undefined => query.get('name') ?? undefined;

function shadowRoutes(shadows: Shadows, clock: Clock): Route[] {
  const pattern = '/things/{thing}/shadow';
  return [
    { method: 'GET', pattern, handle: (call) => shadows.get(call.parameter('thing'), shadowName(call)) },
    { method: 'POST', pattern, handle: (call) => shadows.update(call.parameter('thing'), shadowName(call), call.body) },
    { method: 'DELETE', pattern, handle: (call) => shadows.delete(call.parameter('thing'), shadowName(call)) },
    {
      method: 'GET',
      pattern: '/api/things/shadow/ListNamedShadowsForThing/{thing}',
      handle: ({ parameter, query }) => {
        const asked = { limit: query.get('pageSize'), token: query.get('nextToken') };
        const { items, next } = pageOf(shadows.named(parameter('thing')), (name) => name, asked, shadowsPageMax);
        return { results: items, timestamp: Math.floor(clock.now() / 1000), nextToken: next };
      },
    },
  ];
}

function publish(hub: Hub, { parameter, query, body }: Call): unknown {
  const topic = parameter('topic');
  const qos = query.get('qos') ?? '0';
  if (qos !== '0' && qos !== '1') throw invalid(`The quality of service is 0 or 1, not ${qos}.`);
  const fault = publishFault(topic, body);
  if (fault) throw invalid(fault);
  hub.publish({ topic, payload: body, qos: qos === '1' ? 1 : 0, retain: query.get('retain') === 'true' });
  return { message: 'OK' };
}

function messageRoutes(hub: Hub): Route[] {
  return [
    { method: 'POST', pattern: '/topics/{topic+}', handle: (call) => publish(hub, call) },
    {
      method: 'GET',
      pattern: '/retainedMessage/{topic+}',
      handle: ({ parameter }) => {
        const found = hub.retained.get(parameter('topic'));
        if (!found) {
          const text = `There is no retained message on '${parameter('topic')}'.`;
          throw new ServiceError('ResourceNotFoundException', text, 404);
        }
        const { topic, payload, qos, changedAt } = found;
        return { topic, payload: payload.toString('base64'), qos, lastModifiedTime: changedAt };
      },
    },
    {
      method: 'GET',
      pattern: '/retainedMessage',
      handle: ({ query }) => {
        const asked = { limit: query.get('maxResults'), token: query.get('nextToken') };
        const { items, next } = pageOf(hub.retained.all(), ({ topic }) => topic, asked, retainedPageMax);
        const retainedTopics = items.map(({ topic, payload, qos, changedAt }) => ({
          topic,
          payloadSize: payload.length,
          qos,
          lastModifiedTime: changedAt,
        }));
        return { retainedTopics, nextToken: next };
      },
    },
  ];
}

export interface DataPlaneOptions {
  hub: Hub;
  shadows: Shadows;
  clock: Clock;
  onFault: (fault: unknown) => void;
}

/** AWS IoT's data plane over HTTP: shadows, publishing, retained messages. */
export function dataPlane({ hub, shadows, clock, onFault }: DataPlaneOptions): Service {
  return restService('IoT data plane', [...shadowRoutes(shadows, clock), ...messageRoutes(hub)], onFault);
}
