import type { Place } from '../people/place.ts';
import type { StreetLife } from '../people/street-life.ts';
import { byTheHour } from './by-the-hour.ts';

/** How long a kiosk is without power, or without a network, at the most, in milliseconds. */
const DARK_MS = 240_000;
const ALONE_MS = 600_000;

/** Power and network of one kiosk. Resolves when both are there again for good. */
export async function troubledKiosk(life: StreetLife, place: Place, untilMs: number): Promise<void> {
  const { city, wait, note, strike } = life;
  const { powerCuts, partitions } = life.profile().kiosks;
  const chance = life.dice(`kiosk ${place.kioskId}`);
  const { kioskId } = place;

  const powerCut = async () => {
    strike('kiosks.powerCuts', `${kioskId}: the power fails`);
    const switchOn = await city.cutPower(kioskId);
    place.powered(undefined);
    await wait(chance.between(1_000, DARK_MS));
    note(`${kioskId}: the power is back`);
    await switchOn();
    place.powered(city.kiosk(kioskId));
  };
  const partition = async () => {
    strike('kiosks.partitions', `${kioskId}: the network fails`);
    const mend = city.cutOff(kioskId);
    await wait(chance.between(1_000, ALONE_MS));
    note(`${kioskId}: the network is back`);
    mend();
  };

  await Promise.all([
    byTheHour(life, { name: `power at ${kioskId}`, perHour: powerCuts, untilMs }, powerCut),
    byTheHour(life, { name: `network at ${kioskId}`, perHour: partitions, untilMs }, partition),
  ]);
}
