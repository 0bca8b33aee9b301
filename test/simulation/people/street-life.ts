import type { Dice } from '../dice.ts';
import type { Ledger } from '../ledger.ts';
import type { Profile } from '../profile.ts';
import type { Strike } from '../struck.ts';
import type { VirtualCity } from '../virtual-city.ts';
import type { Place } from './place.ts';

/** What people know of the city that they live in. */
export interface StreetLife {
  city: VirtualCity;
  places: ReadonlyMap<string, Place>;
  ledger: Ledger;
  profile(): Profile;
  dice(name: string): Dice;
  wait(ms: number): Promise<void>;
  note(line: string, about?: string): void;
  strike: Strike;
}
