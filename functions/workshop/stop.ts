import type { Position } from '../bikes/contract.ts';
import type { Versioned } from '../shared/table.ts';
import type { Priority, WorkOrder } from './contract.ts';

/** A kiosk as a stop on a mechanic's walk. */
export interface Stop extends Versioned {
  kioskId: string;
  name: string;
  position: Position;
}

export const stopKey = (kioskId: string) => `kiosk#${kioskId}`;

const PRIORITIES: readonly Priority[] = ['urgent', 'soon', 'routine'];

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/**
 * How far apart two places are, to compare by: across a city the Earth is flat, and a degree of longitude shorter by
 * the cosine of the latitude (equirectangular approximation).
 */
export function farness(from: Position, to: Position): number {
  const east = (to.lon - from.lon) * Math.cos(radians((from.lat + to.lat) / 2));
  return Math.hypot(to.lat - from.lat, east);
}

type Placed = Pick<WorkOrder, 'priority' | 'dueAt' | 'place'>;

/**
 * Work orders in the order in which to walk to them: the pressing before the less pressing, and among those of one
 * priority always the nearest next, from where the walk has come to. Without a place to begin at, the one that is due
 * first is. A bike that stands nowhere cannot be walked to, and comes after those of its priority.
 */
export function inWalkingOrder<Order extends Placed>(
  orders: readonly Order[],
  stops: ReadonlyMap<string, Position>,
  from?: Position,
): Order[] {
  const walk: Order[] = [];
  let here = from;
  const positionOf = ({ place }: Order) => (place ? stops.get(place.kioskId) : undefined);
  const byDue = (a: Order, b: Order) => a.dueAt.localeCompare(b.dueAt);
  for (const priority of PRIORITIES) {
    const open = orders.filter((order) => order.priority === priority).sort(byDue);
    const left = open.filter((order) => positionOf(order) !== undefined);
    while (left.length > 0) {
      const distance = (order: Order) => {
        const there = positionOf(order);
        return here && there ? farness(here, there) : 0;
      };
      const next = left.reduce((best, order) => (distance(order) < distance(best) ? order : best));
      walk.push(...left.splice(left.indexOf(next), 1));
      here = positionOf(next);
    }
    walk.push(...open.filter((order) => positionOf(order) === undefined));
  }
  return walk;
}
