import * as z from 'zod/mini';
import { BayId, BikeId, KioskId, RentalId, ReservationId, RiderRef, SessionId, Slot } from './fields.ts';

/** Registered claims (RFC 7519) that all our tokens carry. Times are seconds since the epoch. */
const registered = { iss: z.string(), iat: z.int(), exp: z.int(), jti: z.string() };

/** The services that take part in a rental, each an audience of the rental token. */
export const RENTAL_AUDIENCES = ['identity', 'payments', 'bikes', 'storage', 'orchestration'] as const;
export type RentalAudience = (typeof RENTAL_AUDIENCES)[number];

/** One for a rental; it stays inside the cloud. */
export const RentalClaims = z.object({
  ...registered,
  aud: z.array(z.enum(RENTAL_AUDIENCES)),
  scope: z.literal('rental'),
  sub: RiderRef,
  rental: RentalId,
  kiosk: KioskId,
  session: SessionId,
});
export type RentalClaims = z.infer<typeof RentalClaims>;

/** One for bikes that wait at another kiosk; it stays inside the cloud. `sub`: the party for whom they wait. */
export const ReservationClaims = z.object({
  ...registered,
  aud: z.array(z.literal('bikes')),
  scope: z.literal('reservation'),
  sub: RiderRef,
  reservation: ReservationId,
  kiosk: KioskId,
  bikes: z.int(),
  /** How many bikes the party may have out at once. */
  limit: z.int(),
});
export type ReservationClaims = z.infer<typeof ReservationClaims>;

/** One for a bike that is handed over; it travels in the command, and the kiosk verifies it. */
export const BikeClaims = z.object({
  ...registered,
  aud: z.string(),
  scope: z.literal('bike'),
  rental: RentalId,
  slot: Slot,
  bike: BikeId,
  kiosk: KioskId,
  bay: BayId,
  /** The ids of the commands that this token allows, each once. */
  commands: z.array(z.string()),
});
export type BikeClaims = z.infer<typeof BikeClaims>;
/** The audience of the bike tokens that a kiosk accepts. */
export const bikeAudience = (kioskId: string) => `kiosk:${kioskId}`;

/** A kiosk's own, for the HTTP API. */
export const KioskClaims = z.object({
  ...registered,
  aud: z.literal('api'),
  scope: z.literal('kiosk'),
  sub: KioskId,
  thing: z.string(),
});
export type KioskClaims = z.infer<typeof KioskClaims>;

/** The issuer of a city's tokens. */
export const tokenIssuer = (city: string) => `urn:freewheel:${city}`;
