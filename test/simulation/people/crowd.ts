import type { Person } from '../../../cities/city.ts';
import { riders } from './rider.ts';
import type { StreetLife } from './street-life.ts';

/**
 * How busy each hour of a weekday is, of the busiest: commuters in the morning and, more of them, in the evening, as in
 * the trips that Citi Bike publishes by the hour ("Citi Bike trip histories").
 */
const BUSY = [
  0.08, 0.05, 0.03, 0.02, 0.03, 0.12, 0.32, 0.62, 0.86, 0.6, 0.45, 0.48, 0.55, 0.56, 0.57, 0.66, 0.82, 1, 0.95, 0.7,
  0.5, 0.37, 0.27, 0.16,
] as const;

/** Most take one bike; families and friends take more. */
const WISHES = [1, 1, 1, 1, 2, 2, 3] as const;
/** The median ride takes ten minutes; a few take much longer. */
const RIDE_MINUTES = [4, 6, 8, 10, 10, 12, 16, 25] as const;

/** The hour of the day in the city, which is four hours behind UTC in June. */
const hourOf = (ms: number) => (new Date(ms).getUTCHours() + 20) % 24;

/**
 * People come as they do on a day: each thinks of a bike when chance has it, and those who are out already do not come
 * again before they are back. Resolves when nobody new comes and everybody is at home.
 */
export async function crowd(life: StreetLife, untilMs: number): Promise<void> {
  const { city, wait, note, profile } = life;
  const chance = life.dice('crowd');
  const { live } = riders(life);
  const busy = new Set<Person>();
  const everyone = [...city.city.residents, ...city.city.visitors];
  const under: Promise<void>[] = [];
  for (;;) {
    const perHour = profile().people.arrivals * (BUSY[hourOf(city.clock.now())] ?? 1);
    await wait(Math.min(chance.untilNext(perHour), untilMs - city.clock.now() + 1));
    if (city.clock.now() >= untilMs) break;
    const person = chance.pick(everyone.filter((one) => !busy.has(one)));
    const place = chance.pick([...life.places.values()]);
    if (!person || !place) continue;
    busy.add(person);
    const minutes = chance.pick(RIDE_MINUTES) ?? 10;
    under.push(
      live(person, place, chance.pick(WISHES) ?? 1, minutes).finally(() => {
        busy.delete(person);
        note(`${person.firstName} goes home`);
      }),
    );
  }
  await Promise.all(under);
}
