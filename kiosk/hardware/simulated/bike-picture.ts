import { createHash } from 'node:crypto';
import { type Canvas, type Colour, canvas, type Point } from './canvas.ts';

const WIDTH = 240;
const HEIGHT = 180;

const [WALL, FLOOR, TYRE, SPOKE, SADDLE, BASKET, PLATE, PAINT] = [0, 1, 2, 3, 4, 5, 6, 7];
const COLOURS: readonly Colour[] = [
  [206, 226, 224],
  [150, 168, 168],
  [38, 42, 48],
  [176, 184, 190],
  [112, 66, 40],
  [214, 170, 104],
  [250, 250, 245],
];
const PAINTS: readonly Colour[] = [
  [214, 64, 56],
  [38, 120, 190],
  [34, 150, 96],
  [240, 168, 30],
  [132, 78, 170],
  [226, 98, 148],
];

/** Each bike keeps the paint that its number gave it. */
function paintOf(bikeId: string): Colour {
  const [first = 0] = createHash('sha256').update(bikeId).digest();
  return PAINTS[first % PAINTS.length] ?? [0, 0, 0];
}

const REAR: Point = [68, 100];
const FRONT: Point = [170, 100];
const PEDALS: Point = [112, 102];
const SEAT: Point = [98, 58];
const HEAD: Point = [152, 54];
const SADDLE_ENDS: readonly Point[] = [
  [86, 44],
  [108, 44],
];
const CRANK_ENDS: readonly Point[] = [
  [104, 112],
  [120, 92],
];

function wheel(picture: Canvas, centre: Point): void {
  const [x, y] = centre;
  picture.disc(centre, 36, TYRE);
  picture.disc(centre, 31, WALL);
  for (let spoke = 0; spoke < 6; spoke += 1) {
    const [dx, dy] = [Math.cos((spoke * Math.PI) / 6) * 31, Math.sin((spoke * Math.PI) / 6) * 31];
    const ends: Point[] = [
      [x - dx, y - dy],
      [x + dx, y + dy],
    ];
    picture.stroke(ends, 0.5, SPOKE);
  }
  picture.disc(centre, 4, TYRE);
}

function bike(picture: Canvas): void {
  for (const hub of [REAR, FRONT]) wheel(picture, hub);
  picture.rectangle([156, 40], 26, 18, BASKET);
  picture.stroke([REAR, PEDALS, SEAT, REAR], 2.5, PAINT);
  picture.stroke([SEAT, HEAD, PEDALS], 2.5, PAINT);
  picture.stroke([FRONT, HEAD, [149, 38], [162, 34]], 2.5, PAINT);
  picture.stroke([SEAT, [96, 46]], 2, TYRE);
  picture.stroke(SADDLE_ENDS, 3.5, SADDLE);
  picture.disc(PEDALS, 7, TYRE);
  picture.stroke(CRANK_ENDS, 1.5, TYRE);
}

/** What the simulated camera sees: the bike in the hatch with its number on a plate, or nothing but the hatch. */
export function bikePicture(bikeId: string | null): Buffer {
  const picture = canvas(WIDTH, HEIGHT, [...COLOURS, paintOf(bikeId ?? '')]);
  picture.rectangle([0, 132], WIDTH, HEIGHT - 132, FLOOR);
  if (bikeId !== null) bike(picture);
  const words = bikeId ?? 'no bike';
  const size = Math.max(1, Math.min(5, Math.floor((WIDTH - 20) / (words.length * 4))));
  const wide = (words.length * 4 - 1) * size;
  const left = Math.round((WIDTH - wide) / 2);
  picture.rectangle([left - 6, 144], wide + 12, 5 * size + 8, PLATE);
  picture.text([left, 148], words, size, TYRE);
  return picture.png();
}
