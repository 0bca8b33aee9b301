import * as z from 'zod/mini';
import { Instant, KioskId } from '../shared/fields.ts';
import { BikeState, Position } from './contract.ts';

/** As many as a kiosk has neighbours that are looked at. */
const NEAREST_MAX = 8;

/** Asks where around a kiosk there are bikes to take, or docks to leave one, just now. */
export const LookUpNearest = z.object({
  kioskId: KioskId,
  want: z.enum(['bikes', 'docks']),
  count: z._default(z.int().check(z.minimum(1), z.maximum(NEAREST_MAX)), 3),
});
export type LookUpNearest = z.infer<typeof LookUpNearest>;
/** Those that have something, nearest first: the way there on foot, and what they have at `asOf`. */
export const NearestFound = z.object({
  asOf: Instant,
  stations: z.array(
    z.object({
      kioskId: KioskId,
      name: z.string(),
      metres: z.int(),
      minutes: z.int(),
      bikes: z.int(),
      docks: z.int(),
    }),
  ),
});
export type NearestFound = z.infer<typeof NearestFound>;

/** For those who plan with them: some kiosks, and what stands there. Unknown ones are left out. */
export const CountStations = z.object({ kioskIds: z.array(KioskId) });
export type CountStations = z.infer<typeof CountStations>;
export const StationCounts = z.object({
  kioskId: KioskId,
  name: z.string(),
  position: Position,
  bays: z.int(),
  /** How many bikes stand there in which state. */
  standing: z.partialRecord(BikeState, z.int()),
});
export type StationCounts = z.infer<typeof StationCounts>;
export const StationsCounted = z.object({ stations: z.array(StationCounts) });
export type StationsCounted = z.infer<typeof StationsCounted>;
