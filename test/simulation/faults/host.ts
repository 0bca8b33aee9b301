import type { StreetLife } from '../people/street-life.ts';
import { byTheHour } from './by-the-hour.ts';

/** The host itself. Resolves when it crashes no more. */
export function troubledHost(life: StreetLife, untilMs: number): Promise<void> {
  const { city, strike, profile } = life;
  return byTheHour(life, { name: 'host', perHour: profile().host.crashes, untilMs }, async () => {
    strike('host.crashes', 'The host crashes, and starts again.');
    await city.crashHost();
  });
}
