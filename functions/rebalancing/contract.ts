import * as z from 'zod/mini';
import { StationCounts } from '../bikes/stations-contract.ts';
import { Instant, KioskId } from '../shared/fields.ts';

/** What a van should move next, in a city whose kiosks hold what these snapshots say. */
export const ListMoves = z.object({ stations: z.array(StationCounts) });
export type ListMoves = z.infer<typeof ListMoves>;

const place = z.object({ kioskId: KioskId, name: z.string() });
/** One load of the van. */
export const Move = z.object({
  from: place,
  to: place,
  bikes: z.int(),
  /** The moment by which the one runs empty, or the other full. */
  by: Instant,
  why: z.enum(['runsEmpty', 'runsFull']),
});
export type Move = z.infer<typeof Move>;
/** In the order in which they make a round. */
export const MovesListed = z.object({ asOf: Instant, moves: z.array(Move) });
export type MovesListed = z.infer<typeof MovesListed>;
