import type { Asking } from './asking.ts';

/** Service Authorization Reference, "AWS IoT": as little of the control plane as a program may look at. */
export const iotAsking: Asking = ({ method, path }, { region, account }) => {
  if (method !== 'GET') return undefined;
  if (path === '/endpoint') return [{ action: 'iot:DescribeEndpoint', resource: '*' }];
  const thing = /^\/things\/([^/]+)$/.exec(path)?.[1];
  if (thing === undefined) return undefined;
  return [
    { action: 'iot:DescribeThing', resource: `arn:aws:iot:${region}:${account}:thing/${decodeURIComponent(thing)}` },
  ];
};
