import * as z from 'zod/mini';
import { KioskId } from '../functions/shared/fields.ts';

const place = { name: z.string().check(z.minLength(1)), lat: z.number(), lon: z.number() };

/** Another kiosk within walking distance, to which this one sends riders when it has no bikes or no free bays. */
const Neighbour = z.object({
  kioskId: KioskId,
  ...place,
  /** The way on foot, where the city measured it; otherwise it is estimated from the coordinates. */
  metres: z.optional(z.int().check(z.minimum(0))),
});

/** `kiosk.json`: what makes one kiosk this kiosk. Its id is also the name of its thing in IoT. */
export const KioskConfig = z.object({
  kioskId: KioskId,
  ...place,
  city: KioskId,
  bays: z.int().check(z.minimum(1), z.maximum(999)),
  /** Base address of the HTTP API; `/v1/…` is appended. */
  apiEndpoint: z.url(),
  /** Address of the MQTT broker, as `mqtts://host:8883`. */
  mqttEndpoint: z.string().check(z.minLength(1)),
  neighbours: z._default(z.array(Neighbour), []),
});
export type KioskConfig = z.infer<typeof KioskConfig>;

/**
 * Reads the text of a `kiosk.json`.
 *
 * @throws Error that names each field at fault.
 */
export function parseConfig(text: string): KioskConfig {
  const config = KioskConfig.safeParse(JSON.parse(text));
  if (!config.success) throw new Error(`kiosk.json is not usable:\n${z.prettifyError(config.error)}`);
  return config.data;
}
