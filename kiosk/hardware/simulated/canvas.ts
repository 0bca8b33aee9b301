import { crc32, deflateSync } from 'node:zlib';
import { GLYPHS } from './glyphs.ts';

export type Colour = readonly [red: number, green: number, blue: number];
export type Point = readonly [x: number, y: number];

/** A picture of few colours. What is drawn beyond its edges is not seen. */
export interface Canvas {
  rectangle([x, y]: Point, width: number, height: number, colour: number): void;
  disc(centre: Point, radius: number, colour: number): void;
  /** A line as of a round pen of this radius, from point to point. */
  stroke(points: readonly Point[], radius: number, colour: number): void;
  /** Letters of 3 by 5 squares, each of `size` pixels, of which the first begins at the point. */
  text([x, y]: Point, text: string, size: number, colour: number): void;
  /** As PNG (PNG specification, third edition): eight bits a pixel, each the number of a colour. */
  png(): Buffer;
}

/** A chunk: its length, type and data, and a checksum of the latter two. */
function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** @param palette the colours by number; the picture is all of the first until it is drawn on. */
export function canvas(width: number, height: number, palette: readonly Colour[]): Canvas {
  const pixels = Array.from({ length: height }, () => new Uint8Array(width));
  const dot = (x: number, y: number, colour: number) => {
    const row = pixels[y];
    if (row && x >= 0 && x < width) row[x] = colour;
  };
  const rectangle: Canvas['rectangle'] = ([left, top], wide, high, colour) => {
    for (let y = top; y < top + high; y += 1) for (let x = left; x < left + wide; x += 1) dot(x, y, colour);
  };
  const disc: Canvas['disc'] = ([x, y], radius, colour) => {
    const reach = Math.ceil(radius);
    for (let dy = -reach; dy <= reach; dy += 1)
      for (let dx = -reach; dx <= reach; dx += 1)
        if (dx ** 2 + dy ** 2 <= radius ** 2) dot(Math.round(x) + dx, Math.round(y) + dy, colour);
  };
  const line = ([x1, y1]: Point, [x2, y2]: Point, radius: number, colour: number) => {
    const steps = Math.max(1, Math.ceil(Math.hypot(x2 - x1, y2 - y1)));
    for (let step = 0; step <= steps; step += 1)
      disc([x1 + ((x2 - x1) * step) / steps, y1 + ((y2 - y1) * step) / steps], radius, colour);
  };
  return {
    rectangle,
    disc,
    stroke: (points, radius, colour) => {
      for (const [index, point] of points.slice(1).entries()) line(points[index] ?? point, point, radius, colour);
    },
    text: ([left, top], text, size, colour) => {
      for (const [index, letter] of [...text.toUpperCase()].entries())
        for (const [row, squares] of [...(GLYPHS[letter] ?? '')].entries())
          for (let column = 0; column < 3; column += 1)
            if (Number(squares) & (4 >> column))
              rectangle([left + (index * 4 + column) * size, top + row * size], size, size, colour);
    },
    png: () => {
      const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 3, 0, 0, 0]);
      header.writeUInt32BE(width, 0);
      header.writeUInt32BE(height, 4);
      const rows = pixels.map((row) => Buffer.concat([Buffer.from([0]), row]));
      return Buffer.concat([
        Buffer.from('89504e470d0a1a0a', 'hex'),
        chunk('IHDR', header),
        chunk('PLTE', Buffer.from(palette.flat())),
        chunk('IDAT', deflateSync(Buffer.concat(rows))),
        chunk('IEND', Buffer.alloc(0)),
      ]);
    },
  };
}
