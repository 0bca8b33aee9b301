import type { StreetLife } from '../people/street-life.ts';

/** Lets something happen so many times an hour, until the day is over. What has begun goes on to its end. */
export async function byTheHour(
  life: StreetLife,
  { name, perHour, untilMs }: { name: string; perHour: number; untilMs: number },
  happen: () => Promise<void>,
): Promise<void> {
  const chance = life.dice(name);
  const { clock } = life.city;
  for (;;) {
    await life.wait(Math.min(chance.untilNext(perHour), untilMs - clock.now() + 1));
    if (clock.now() >= untilMs) return;
    await happen();
  }
}
