import { drawn } from './dom.ts';

interface Place {
  x: number;
  y: number;
}
interface Size {
  width: number;
  height: number;
}

/** Each bike keeps its colour for life. */
function hue(bikeId: string): number {
  const sum = [...bikeId].reduce((before, letter) => (before * 31 + letter.charCodeAt(0)) % 9973, 7);
  // The golden angle keeps the colours of neighbouring numbers far apart.
  return Math.round(sum * 137.5) % 360;
}

/** A bike of 80 by 60, with a basket, a bell, and an opinion. */
export function bikeShape(bikeId: string): SVGGElement {
  const wheel = (cx: number) => drawn('circle', { cx, cy: 42, r: 13, class: 'tyre' });
  return drawn(
    'g',
    { class: 'bike', style: `--hue: ${hue(bikeId)}`, 'data-bike': bikeId },
    drawn('title', {}, bikeId),
    wheel(22),
    wheel(58),
    drawn('path', { class: 'frame', d: 'M22 42 31 24h20l7 18M31 24l8 18H22M39 42l12-18' }),
    drawn('path', { class: 'bar', d: 'M51 24l-2-8h7M26 21h10' }),
    drawn('path', { class: 'basket', d: 'M55 17h13l-2 10h-9z' }),
    drawn('path', { class: 'smile', d: 'M59 22q2.5 2.5 5 0' }),
  );
}

export function houseShape(width: number, height: number, roof: number): SVGGElement {
  return drawn(
    'g',
    {},
    drawn('path', { class: 'roof', d: `M2 ${roof} L26 ${roof - 22} H${width - 26} L${width - 2} ${roof} Z` }),
    drawn('rect', { class: 'wall', x: 6, y: roof, width: width - 12, height: height - roof - 4, rx: 4 }),
    drawn('line', { class: 'street', x1: 0, x2: width, y1: height - 3, y2: height - 3 }),
  );
}

export function rackShape({ x, y }: Place, { width, height }: Size, bay: number): SVGGElement {
  return drawn(
    'g',
    { class: 'bay' },
    drawn('rect', { x: x + 1, y: y + 1, width: width - 2, height: height - 2, rx: 5 }),
    drawn('text', { x: x + 8, y: y + 15 }, String(bay)),
  );
}

/** The opening and its door; the door slides up under the roof. */
export function hatchShape({ x, y }: Place, { width, height }: Size): { back: SVGGElement; door: SVGGElement } {
  const frame = { x: x - 18, y: y - 10, width, height };
  return {
    back: drawn('g', { class: 'hatch' }, drawn('rect', { ...frame, rx: 6 })),
    door: drawn(
      'g',
      { class: 'door' },
      drawn('rect', { ...frame, rx: 6 }),
      drawn('circle', { cx: x + width / 2 - 18, cy: y + height / 2 - 8, r: 13 }),
      drawn('line', { x1: x, x2: x + width - 36, y1: y + height - 24, y2: y + height - 24 }),
    ),
  };
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
    drawn('text', { class: 'snore', x: 54, y: 4 }, 'z z'),
  );
}
