import * as z from 'zod/mini';
import { KioskId } from '../functions/shared/fields.ts';

const text = z.string('must be a text').check(z.minLength(1, 'must not be empty'));
const degrees = z.number('must be a number, in degrees');
const id = z.pipe(text, KioskId);
const place = { name: text, lat: degrees, lon: degrees };

/** Another kiosk within walking distance, to which this one sends riders when it has no bikes or no free bays. */
const Neighbour = z.object({
  kioskId: id,
  ...place,
  /** The way on foot, where the city measured it; otherwise it is estimated from the coordinates. */
  metres: z.optional(z.int('must be a whole number').check(z.minimum(0, 'must not be negative'))),
});

/** `kiosk.json`: what makes one kiosk this kiosk. Its id is also the name of its thing in IoT. */
export const KioskConfig = z.object(
  {
    kioskId: id,
    ...place,
    city: id,
    bays: z
      .int('must be a whole number')
      .check(z.minimum(1, 'must be at least 1'), z.maximum(999, 'must be at most 999')),
    /** Base address of the HTTP API; `/v1/…` is appended. */
    apiEndpoint: z.url('must be an address such as https://api.example'),
    /** Address of the MQTT broker, as `mqtts://host:8883`. */
    mqttEndpoint: text.check(z.regex(/^mqtts:\/\/\S+$/, 'must be an address such as mqtts://host:8883')),
    neighbours: z._default(z.array(Neighbour, 'must be a list'), []),
  },
  'must be an object',
);
export type KioskConfig = z.infer<typeof KioskConfig>;

/**
 * Reads the text of a `kiosk.json`.
 *
 * @throws Error of one line that names each field at fault.
 */
export function parseConfig(text: string): KioskConfig {
  const config = KioskConfig.safeParse(JSON.parse(text));
  if (config.success) return config.data;
  const faults = config.error.issues.map(({ path, message }) => `${path.join('.') || 'it'} ${message}`);
  throw new Error(`${faults.join('; ')}.`);
}
