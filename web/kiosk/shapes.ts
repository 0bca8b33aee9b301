import { drawn } from './dom.ts';
import { BAY, HATCH, type Layout, type Place } from './layout.ts';

/** Each bike keeps its colour for life. */
export function hueOf(bikeId: string): number {
  const sum = [...bikeId].reduce((before, letter) => (before * 31 + letter.charCodeAt(0)) % 9973, 7);
  // The golden angle keeps the colours of neighbouring numbers far apart.
  return Math.round(sum * 137.5) % 360;
}

/** A bike of 80 by 60 with a basket, a bell, an opinion, and a rider who shows only in the street. */
export function bikeShape(bikeId: string): SVGGElement {
  const wheel = (cx: number) =>
    drawn(
      'g',
      { class: 'wheel' },
      drawn('circle', { cx, cy: 42, r: 13, class: 'tyre' }),
      drawn('path', { class: 'spokes', d: `M${cx - 11} 42h22M${cx} 31v22M${cx - 8} 34l16 16M${cx + 8} 34l-16 16` }),
    );
  return drawn(
    'g',
    { class: 'bike', style: `--hue: ${hueOf(bikeId)}`, 'data-bike': bikeId },
    drawn('title', {}, bikeId),
    wheel(22),
    wheel(58),
    drawn('path', { class: 'frame', d: 'M22 42 31 24h20l7 18M31 24l8 18H22M39 42l12-18' }),
    drawn('path', { class: 'bar', d: 'M51 24l-2-8h7M26 21h10' }),
    drawn(
      'g',
      { class: 'rider' },
      drawn('path', { class: 'leg', d: 'M31 19 45 25 39 42h5' }),
      drawn('path', { class: 'shirt', d: 'M31 18Q32 2 42 -2' }),
      drawn('path', { class: 'arm', d: 'M41 0 46 12 54 15' }),
      drawn('circle', { class: 'head', cx: 46, cy: -13, r: 8 }),
      drawn('path', { class: 'helmet', d: 'M37 -15a9 9 0 0 1 18 0z' }),
    ),
    drawn('path', { class: 'basket', d: 'M55 17h13l-2 10h-9z' }),
    drawn('path', { class: 'smile', d: 'M59 22q2.5 2.5 5 0' }),
  );
}

/** Somebody who waits; the feet are at the origin. */
export function personShape(): SVGGElement {
  return drawn(
    'g',
    { class: 'person' },
    drawn('path', { class: 'leg', d: 'M-5 -26V0h-3M5 -26V0h4' }),
    drawn('path', { class: 'shirt', d: 'M0 -30V-48' }),
    drawn('path', { class: 'arm', d: 'M-7 -48-11 -30' }),
    drawn('path', { class: 'arm greets', d: 'M7 -48 13 -31' }),
    drawn('circle', { class: 'head', cx: 0, cy: -66, r: 8 }),
    drawn('path', { class: 'helmet', d: 'M-9 -68a9 9 0 0 1 18 0z' }),
  );
}

export function houseShape({ house, ground, rail }: Layout): SVGGElement {
  const { x, width, roofTop, wallTop } = house;
  const roof = `M${x - 12} ${wallTop} L${x + 14} ${roofTop} H${x + width - 14} L${x + width + 12} ${wallTop} Z`;
  return drawn(
    'g',
    {},
    drawn('rect', { class: 'wall', x, y: wallTop, width, height: ground - wallTop, rx: 3 }),
    drawn('line', { class: 'rail', x1: x + 8, x2: x + width - 8, y1: rail, y2: rail }),
    drawn('path', { class: 'roof', d: roof }),
    drawn('rect', { class: 'plinth', x: x - 4, y: ground - 4, width: width + 8, height: 8, rx: 2 }),
  );
}

export function rackShape(layout: Layout, bay: number): SVGGElement {
  const { x, y } = layout.bay(bay);
  return drawn(
    'g',
    { class: 'bay' },
    drawn('rect', { x: x + 2, y: y + 2, width: BAY.width - 4, height: BAY.height - 4, rx: 6 }),
    drawn('text', { x: x + 9, y: y + 16 }, String(bay)),
  );
}

/** The opening and its door, which rolls up. What stands behind shows in the window. */
export function hatchShape({ hatch: { x, y } }: Layout): { back: SVGGElement; door: SVGGElement; lamp: SVGGElement } {
  const frame = { x, y, ...HATCH, rx: 6 };
  const slat = (at: number) => drawn('line', { x1: x + 8, x2: x + HATCH.width - 8, y1: y + at, y2: y + at });
  return {
    back: drawn('g', { class: 'hatch' }, drawn('rect', frame)),
    door: drawn(
      'g',
      { class: 'door' },
      drawn('rect', frame),
      drawn('rect', { class: 'window', x: x + 18, y: y + 22, width: HATCH.width - 36, height: 30, rx: 15 }),
      slat(10),
      slat(64),
      slat(71),
    ),
    lamp: drawn('g', { class: 'lamp' }, drawn('circle', { cx: x + HATCH.width / 2, cy: y - 11, r: 5 })),
  };
}

/** What carries bikes: a cable and two fingers. Its origin is where it holds a bike, above the middle of the frame. */
export function craneShape(): SVGGElement {
  return drawn(
    'g',
    { class: 'crane' },
    drawn('line', { class: 'cable', x1: 0, x2: 0, y1: -400, y2: -8 }),
    drawn('rect', { class: 'hook', x: -13, y: -12, width: 26, height: 9, rx: 4 }),
    drawn('path', { class: 'fingers', d: 'M-9 -4v7l4 3M9 -4v7l-4 3' }),
  );
}

/** The cat sleeps on the warm roof and looks up when something moves. */
export function catShape({ x, y }: Place): SVGGElement {
  return drawn(
    'g',
    { class: 'cat', transform: `translate(${x} ${y})` },
    drawn('title', {}, 'The cat lives here'),
    drawn('path', { class: 'tail', d: 'M8 24q-12 0-8-12' }),
    drawn('path', { class: 'fur', d: 'M6 26q-4-16 16-15 5-1 8-1l2-7 5 5h5l5-5 2 8q4 7-2 12-2 3-8 3z' }),
    drawn('path', { class: 'asleep', d: 'M34 15q2 2 4 0M42 15q2 2 4 0' }),
    drawn('g', { class: 'eyes' }, drawn('circle', { cx: 36, cy: 15, r: 2 }), drawn('circle', { cx: 44, cy: 15, r: 2 })),
    drawn('text', { class: 'snore', x: 54, y: 2 }, 'z'),
    drawn('text', { class: 'snore late', x: 61, y: -6 }, 'z'),
  );
}

/** Hills, a lake with a sail on it, a tree and the street. Wider than the drawing: the frame cuts it off. */
export function landscape({ ground, width, height }: Layout): SVGGElement {
  const [left, right] = [-1200, width + 1200];
  const hill = (x: number, y: number, rx: number, ry: number, shade: string) =>
    drawn('ellipse', { class: shade, cx: x, cy: y, rx, ry });
  const tree = width - 46;
  return drawn(
    'g',
    { 'aria-hidden': 'true' },
    hill(width * 0.2, ground, 520, 118, 'hill far'),
    hill(width * 0.95, ground, 460, 150, 'hill far'),
    drawn('rect', { class: 'lake', x: left, y: ground - 44, width: right - left, height: 50 }),
    drawn('path', {
      class: 'sail',
      d: `M30 ${ground - 46}h26l-5 7h-16zM44 ${ground - 48}v-26l15 24zM41 ${ground - 49}v-18l-9 17z`,
    }),
    hill(-40, ground + 14, 150, 46, 'hill near'),
    hill(width + 10, ground + 14, 170, 58, 'hill near'),
    drawn('path', { class: 'trunk', d: `M${tree} ${ground}v-44` }),
    drawn('circle', { class: 'leaves', cx: tree, cy: ground - 62, r: 26 }),
    drawn('circle', { class: 'leaves', cx: tree + 17, cy: ground - 48, r: 17 }),
    drawn('rect', { class: 'street', x: left, y: ground, width: right - left, height: height - ground }),
    drawn('line', { class: 'kerb', x1: left, x2: right, y1: ground + 1, y2: ground + 1 }),
  );
}
