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
export const ExportStations = z.object({ kioskIds: z.array(KioskId) });
export type ExportStations = z.infer<typeof ExportStations>;
export const StationSnapshot = z.object({
  kioskId: KioskId,
  name: z.string(),
  position: Position,
  bays: z.int(),
  /** How many bikes stand there in which state. */
  standing: z.partialRecord(BikeState, z.int()),
});
export type StationSnapshot = z.infer<typeof StationSnapshot>;
export const StationsExported = z.object({ stations: z.array(StationSnapshot) });
export type StationsExported = z.infer<typeof StationsExported>;
