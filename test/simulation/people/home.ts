import { hasRoom } from './place.ts';
import { riders } from './rider.ts';
import type { StreetLife } from './street-life.ts';

/** When the day is over, every bike that is out is found and brought to where there is room. */
export async function bringAllHome(life: StreetLife): Promise<void> {
  const { dock } = riders(life);
  for (let round = 0; round < 20; round++) {
    const out = life.ledger.riding();
    if (out.length === 0) return;
    for (const { bikeId } of out) {
      const free = [...life.places.values()].filter(hasRoom);
      const place = free[round % free.length];
      if (place) await dock(bikeId, place);
    }
    await life.wait(60_000);
  }
  throw new Error(
    `${life.ledger
      .riding()
      .map(({ bikeId }) => bikeId)
      .join(', ')}: no kiosk takes them.`,
  );
}
