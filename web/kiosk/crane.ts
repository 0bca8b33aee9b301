import type { Waypoint } from './glide.ts';
import type { Layout, Place } from './layout.ts';
import type { Motion } from './whereabouts.ts';

/** From a bike's corner to where the crane holds it. */
const GRIP: Place = { x: 40, y: 18 };

/** How far below the rail the crane hangs when it holds nothing. */
const HANGS = 16;

/** Where the crane waits. */
export const aboveHatch = ({ inHatch, rail }: Layout): Place => ({ x: inHatch.x + GRIP.x, y: rail + HANGS });

/** Up to the rail, along it, and down; the crane's way to a bay takes the first third, and back from it the last. */
export function carriedWay(from: Place, to: Waypoint, motion: NonNullable<Motion>, { rail }: Layout): Waypoint[] {
  const top = rail + HANGS - GRIP.y;
  const [grabbed, lifted, above] = motion.kind === 'fetch' ? [0.35, 0.5, 0.82] : [0.15, 0.3, 0.62];
  const down = motion.kind === 'fetch' ? 1 : 0.78;
  return [
    { ...from, at: grabbed },
    { x: from.x, y: top, at: lifted },
    { x: to.x, y: top, at: above },
    { ...to, at: down },
    ...(down < 1 ? [to] : []),
  ];
}

export function craneWay(fetches: boolean, bay: number, layout: Layout): Waypoint[] {
  const held = (place: Place) => ({ x: place.x + GRIP.x, y: place.y + GRIP.y });
  const home = aboveHatch(layout);
  const [bike, hatch] = [held(layout.inBay(bay)), held(layout.inHatch)];
  const aboveBay = { x: bike.x, y: home.y };
  if (fetches)
    return [
      { ...aboveBay, at: 0.22 },
      { ...bike, at: 0.35 },
      { ...aboveBay, at: 0.5 },
      { ...home, at: 0.82 },
      { ...hatch, at: 1 },
    ];
  return [
    { ...hatch, at: 0.15 },
    { ...home, at: 0.3 },
    { ...aboveBay, at: 0.62 },
    { ...bike, at: 0.78 },
    { ...aboveBay, at: 0.88 },
    { ...home, at: 1 },
  ];
}
