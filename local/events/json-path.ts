import { ServiceError } from '../wire/contract.ts';

/**
 * Reads the part of `event` at a path as EventBridge writes them: `$.detail.bike-id`, `$.resources[0]`. Undefined
 * where there is none. Throws `ValidationException` for what the path may not hold, as wildcards.
 */
export function select(path: string, event: unknown): unknown {
  if (!/^\$(\.[^.[\]*]+|\[\d+\])*$/.test(path)) {
    throw new ServiceError('ValidationException', `The path '${path}' is not served: use $.a.b and $.a[0].`);
  }
  let found = event;
  for (const [, name, index] of path.matchAll(/\.([^.[\]]+)|\[(\d+)\]/g)) {
    const key = name ?? index ?? '';
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}
