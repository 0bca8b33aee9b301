/** Where a request goes: a path's variables are filled in from what was asked for. */
export interface RouteMatch<Target> {
  target: Target;
  /** As in the template: `GET /v1/rentals/{rentalId}`. */
  routeKey: string;
  parameters: Record<string, string>;
}

interface Route<Target> {
  routeKey: string;
  method: string;
  segments: string[];
  target: Target;
}

export interface RouteTable<Target> {
  add(routeKey: string, target: Target): void;
  /** @param path percent-decoded */
  match(method: string, path: string): RouteMatch<Target> | undefined;
}

const DEFAULT_ROUTE = '$default';

/** How closely a segment of a route names what it matches: literally, as one variable, or as all that follows. */
function looseness(segment: string): number {
  if (!segment.startsWith('{')) return 0;
  return segment.endsWith('+}') ? 2 : 1;
}

/** The variables of a path that fits the route; undefined where it does not. */
function fitting(segments: string[], asked: string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [at, segment] of segments.entries()) {
    const given = asked[at];
    if (looseness(segment) === 2) {
      parameters[segment.slice(1, -2)] = asked.slice(at).join('/');
      return asked.length > at ? parameters : undefined;
    }
    if (looseness(segment) === 1 && given) parameters[segment.slice(1, -1)] = given;
    else if (segment !== given) return undefined;
  }
  return segments.length === asked.length ? parameters : undefined;
}

function compare(one: Route<unknown>, other: Route<unknown>): number {
  for (const [at, segment] of one.segments.entries()) {
    const difference = looseness(segment) - looseness(other.segments[at] ?? '{+}');
    if (difference !== 0) return difference;
  }
  return Number(one.method === 'ANY') - Number(other.method === 'ANY');
}

/**
 * Chooses as API Gateway does ("Create routes for HTTP APIs", "Routing API requests"): the closest match of the
 * path wins over one that ends in a greedy variable, a named method over `ANY`, and `$default` comes last.
 */
export function createRouteTable<Target>(): RouteTable<Target> {
  const routes: Array<Route<Target>> = [];
  let fallback: Target | undefined;
  return {
    add: (routeKey, target) => {
      if (routeKey === DEFAULT_ROUTE) {
        fallback = target;
        return;
      }
      const [method = '', path = ''] = routeKey.split(' ');
      if (!path.startsWith('/')) throw new Error(`'${routeKey}' is no route key`);
      routes.push({ routeKey, method, segments: path.split('/'), target });
      routes.sort(compare);
    },
    match: (method, path) => {
      const asked = path.split('/');
      for (const { routeKey, method: wanted, segments, target } of routes) {
        if (wanted !== 'ANY' && wanted !== method) continue;
        const parameters = fitting(segments, asked);
        if (parameters) return { routeKey, target, parameters };
      }
      return fallback && { routeKey: DEFAULT_ROUTE, target: fallback, parameters: {} };
    },
  };
}
