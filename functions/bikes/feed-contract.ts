import * as z from 'zod/mini';
import { BayId, BikeId, Instant, KioskId } from '../shared/fields.ts';
import { BikeState, Position } from './contract.ts';

/** A bike that stands at a kiosk. `since`: the newest fact about its whereabouts, and so another after each trip. */
export const StandingBike = z.object({
  bikeId: BikeId,
  kioskId: KioskId,
  bay: z.optional(BayId),
  state: BikeState,
  since: Instant,
});
export type StandingBike = z.infer<typeof StandingBike>;

/** A kiosk as the world may know it. What it says of itself is absent until it has said it. */
export const StationSnapshot = z.object({
  kioskId: KioskId,
  name: z.string(),
  position: Position,
  bays: z.int(),
  regionId: z.optional(z.string()),
  /** When the kiosk was last heard. */
  lastReported: z.optional(Instant),
  /** False where it is closed, or gives or takes no bikes: never because it is empty or full. */
  isInstalled: z.optional(z.boolean()),
  isRenting: z.optional(z.boolean()),
  isReturning: z.optional(z.boolean()),
  faultyBays: z.optional(z.array(BayId)),
});
export type StationSnapshot = z.infer<typeof StationSnapshot>;

/** For the public feed: one page of the city's stations, in the order of their ids. */
export const ExportStations = z.object({ cursor: z.optional(z.string()) });
export type ExportStations = z.infer<typeof ExportStations>;
export const StationsExported = z.object({ stations: z.array(StationSnapshot), cursor: z.optional(z.string()) });
export type StationsExported = z.infer<typeof StationsExported>;

/** For the public feed: one page of the bikes that stand somewhere, in no order. One that moves may be in two pages. */
export const ExportStanding = z.object({ cursor: z.optional(z.string()) });
export type ExportStanding = z.infer<typeof ExportStanding>;
export const StandingExported = z.object({ bikes: z.array(StandingBike), cursor: z.optional(z.string()) });
export type StandingExported = z.infer<typeof StandingExported>;

/** A text in one of the city's languages (IETF BCP 47), as GBFS writes it. */
export const LocalText = z.strictObject({
  text: z
    .string()
    .check(z.minLength(1, 'must say something'), z.maxLength(1_000, 'must have 1,000 characters at most')),
  language: z.string().check(z.regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'must be a language tag, such as en or en-US')),
});
export type LocalText = z.infer<typeof LocalText>;

const texts = z.array(LocalText).check(z.minLength(1, 'must have a text'), z.maxLength(10, 'must be 10 texts at most'));
const instant = z.iso.datetime({ precision: 3, error: 'must be an instant in UTC with milliseconds (RFC 3339)' });

/** What operators tell riders (GBFS 3.0, system_alerts). */
export const AlertText = z.strictObject({
  type: z.enum(['system_closure', 'station_closure', 'station_move', 'other'], 'must be a type of alert of GBFS 3.0'),
  /** The stations that it is about; absent where it is about all. */
  kioskIds: z.optional(z.array(KioskId).check(z.minLength(1), z.maxLength(200, 'must be 200 stations at most'))),
  summary: texts,
  description: z.optional(texts),
  startsAt: z.optional(instant),
  endsAt: z.optional(instant),
});
export type AlertText = z.infer<typeof AlertText>;

/** Who said it: `operator/` and the subject of their tokens, which is no name. */
const Author = z.string().check(z.regex(/^[\w./:-]{1,128}$/));
const Told = z.object({ at: Instant, by: Author });
const AlertId = z.uuid('must be a UUID');

export const Alert = z.object({
  alertId: AlertId,
  ...AlertText.shape,
  told: Told,
  /** Absent for as long as it is shown. */
  cleared: z.optional(Told),
});
export type Alert = z.infer<typeof Alert>;

/** Shows an alert, or words it anew: `AlertClosed` where it was taken back. `alertId` is minted by whoever asks. */
export const SetAlert = z.object({ alertId: AlertId, ...AlertText.shape, by: Author });
export type SetAlert = z.infer<typeof SetAlert>;
/** Takes an alert back. A repeat gets the same answer; `AlertUnknown` where there is none of this id. */
export const ClearAlert = z.object({ alertId: AlertId, by: Author });
export type ClearAlert = z.infer<typeof ClearAlert>;
export const ListAlerts = z.object({});
export type ListAlerts = z.infer<typeof ListAlerts>;
/** Every alert that is shown. */
export const AlertsListed = z.object({ alerts: z.array(Alert) });
export type AlertsListed = z.infer<typeof AlertsListed>;
