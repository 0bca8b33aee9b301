import { crc32, inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bikePicture } from '../../../../kiosk/hardware/simulated/bike-picture.ts';
import { canvas } from '../../../../kiosk/hardware/simulated/canvas.ts';
import { GLYPHS } from '../../../../kiosk/hardware/simulated/glyphs.ts';

/** The chunks of a PNG by type, each held against its checksum. */
function chunks(png: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 4, at + 8 + length);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    found.set(body.toString('latin1', 0, 4), body.subarray(4));
    at += 12 + length;
  }
  return found;
}

/** A picture of one byte a pixel, as rows. */
function rows(png: Buffer): number[][] {
  const parts = chunks(png);
  const width = parts.get('IHDR')?.readUInt32BE(0) ?? 0;
  const bytes = [...inflateSync(parts.get('IDAT') ?? Buffer.alloc(0))];
  return Array.from({ length: bytes.length / (width + 1) }, (_, y) =>
    bytes.slice(y * (width + 1) + 1, (y + 1) * (width + 1)),
  );
}

describe('the picture of a bike', () => {
  it('is a small PNG with the chunks that one has', () => {
    const png = bikePicture('bike-007');

    const parts = chunks(png);

    expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
    expect([...parts.keys()]).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND']);
    expect([parts.get('IHDR')?.readUInt32BE(0), parts.get('IHDR')?.readUInt32BE(4)]).toEqual([240, 180]);
    expect(png.length).toBeLessThan(4_000);
  });

  it('is always the same of one bike, and another of another', () => {
    const ids = fc.uniqueArray(fc.stringMatching(/^[A-Z0-9][A-Z0-9-]{0,11}$/), { minLength: 2, maxLength: 2 });
    const run = ([one = '', other = '']: string[]) => {
      expect(bikePicture(one)).toEqual(bikePicture(one));
      expect(bikePicture(one)).not.toEqual(bikePicture(other));
    };

    fc.assert(fc.property(ids, run), { numRuns: 30 });
  });

  it('shows a bike only where one stands', () => {
    const painted = (bikeId: string | null) =>
      rows(bikePicture(bikeId))
        .flat()
        .filter((pixel) => pixel === 7).length;

    expect(painted('bike-007')).toBeGreaterThan(1_000);
    expect(painted(null)).toBe(0);
  });

  it('has room for the longest number that there may be', () => {
    expect(rows(bikePicture('X'.repeat(63)))).toHaveLength(180);
  });
});

describe('the letters on it', () => {
  it('are there for every number that a bike can have, each another', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-'];

    expect(Object.keys(GLYPHS).sort()).toEqual(letters.sort());
    expect(new Set(Object.values(GLYPHS)).size).toBe(letters.length);
  });

  it('are drawn as they are described', () => {
    const picture = canvas(9, 5, [
      [0, 0, 0],
      [255, 255, 255],
    ]);

    picture.text([1, 0], 'b7', 1, 1);

    const drawn = rows(picture.png()).map((row) => row.map((pixel) => (pixel ? '#' : '.')).join(''));
    expect(drawn).toEqual(['.##..###.', '.#.#...#.', '.##...#..', '.#.#.#...', '.##..#...']);
  });
});
