import type { WireRequest } from '../../wire/contract.ts';
import type { Asked } from '../statement.ts';
import type { Asking } from './asking.ts';

const SHADOW_ACTIONS: Record<string, string> = {
  GET: 'iot:GetThingShadow',
  POST: 'iot:UpdateThingShadow',
  DELETE: 'iot:DeleteThingShadow',
};

/** A named shadow is a resource below its thing: `thing/kiosk-1/commands`. */
function shadow({ method, query }: WireRequest, thing: string, arn: (resource: string) => string): Asked[] | undefined {
  const name = new URLSearchParams(query).get('name');
  const action = SHADOW_ACTIONS[method];
  return action ? [{ action, resource: arn(`thing/${thing}${name === null ? '' : `/${name}`}`) }] : undefined;
}

/** A message that stays for whoever subscribes later needs a permission more. */
function publish({ query }: WireRequest, topic: string, arn: (resource: string) => string): Asked[] {
  const resource = arn(`topic/${topic}`);
  const actions = [
    'iot:Publish',
    ...(new URLSearchParams(query).get('retain') === 'true' ? ['iot:RetainPublish'] : []),
  ];
  return actions.map((action) => ({ action, resource }));
}

/** AWS IoT Core Developer Guide, "AWS IoT Core action resources". */
export const iotdataAsking: Asking = (request, { region, account }) => {
  const { method, path } = request;
  const arn = (resource: string) => `arn:aws:iot:${region}:${account}:${resource}`;
  const thing = /^\/things\/([^/]+)\/shadow$/.exec(path)?.[1];
  if (thing !== undefined) return shadow(request, decodeURIComponent(thing), arn);
  const topic = /^\/topics\/(.+)$/s.exec(path)?.[1];
  if (topic !== undefined && method === 'POST') return publish(request, decodeURIComponent(topic), arn);
  const retained = /^\/retainedMessage\/(.+)$/s.exec(path)?.[1];
  if (retained === undefined || method !== 'GET') return undefined;
  return [{ action: 'iot:GetRetainedMessage', resource: arn(`topic/${decodeURIComponent(retained)}`) }];
};
