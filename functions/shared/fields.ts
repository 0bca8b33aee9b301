import * as z from 'zod/mini';

/**
 * The fields that several services speak of. Ids that end up in ARNs, topics, shadow names and execution names
 * keep to what all of those allow.
 */
export const KioskId = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be a kiosk id, as in the city file'));
export const BikeId = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/, 'must be a bike id'));
const uuid = () =>
  z
    .string()
    .check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'must be a UUID in lower case'));
export const RentalId = uuid();
export const SessionId = uuid();
/** Of bikes that wait at another kiosk; minted by the kiosk where they were asked for. */
export const ReservationId = uuid();
export const BayId = z.int().check(z.minimum(1, 'must be a bay number from 1'), z.maximum(999));
/** A bike's place within its rental, from 1. */
export const Slot = z.int().check(z.minimum(1), z.maximum(20));
/** Names a photo before it is taken: whoever knows what it shows can compute it. */
export const PhotoId = z.string().check(z.regex(/^[0-9a-f]{32}$/, 'must be a photo id'));
/** RFC 3339 in UTC with milliseconds. */
export const Instant = z.iso.datetime({ precision: 3 });
/** A pseudonymous reference that identity made: it means nothing outside and cannot be turned back. */
export const RiderRef = z.string().check(z.regex(/^[a-z]+_[A-Za-z0-9_-]{16,64}$/));
/** A signed token in compact form (RFC 7515). */
export const SignedToken = z.string().check(z.regex(/^[\w-]+\.[\w-]+\.[\w-]+$/, 'must be a signed token'));
/** ISO 4217. */
export const CurrencyCode = z.string().check(z.regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code'));
/** Minor units of the city's currency (cents); never a fraction. */
export const MinorUnits = z.int().check(z.minimum(0));

/**
 * How a bay is: its lock does not open or close, its reader does not say which bike is there, somebody has taken it
 * out of service, it has no power, or its controller fails in another way.
 */
export const BayStatus = z.enum(['ok', 'lockFailure', 'readerFailure', 'outOfService', 'noPower', 'internalError']);
export type BayStatus = z.infer<typeof BayStatus>;
