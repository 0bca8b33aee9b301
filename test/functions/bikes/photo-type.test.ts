import { describe, expect, it } from '@jest/globals';
import { photoTypeOf, SIGNATURE_BYTES } from '../../../functions/bikes/photos/photo-type.ts';

const START = {
  'image/jpeg': Buffer.from('ffd8ffe000104a4649460001', 'hex'),
  'image/png': Buffer.from('89504e470d0a1a0a0000000d', 'hex'),
  'image/webp': Buffer.from('RIFF\x01\x02\x03\x04WEBP', 'latin1'),
};
const types = Object.keys(START) as (keyof typeof START)[];

describe('the type of a photo', () => {
  it.each(types)('is %s where its first bytes are', (type) => {
    expect(START[type]).toHaveLength(SIGNATURE_BYTES);
    expect(photoTypeOf(type, START[type])).toBe(type);
  });

  it.each(types.flatMap((stated) => types.filter((type) => type !== stated).map((type) => ({ stated, type }))))(
    'is not $stated where its first bytes are of $type',
    ({ stated, type }) => {
      expect(photoTypeOf(stated, START[type])).toBeUndefined();
    },
  );

  it.each([
    ['image/svg+xml', Buffer.from('<svg xmlns="')],
    ['image/png', Buffer.from('<svg onload=')],
    ['image/jpeg', Buffer.from('<!doctype html>')],
    ['image/webp', Buffer.from('RIFF\x01\x02\x03\x04AVI ', 'latin1')],
    ['image/png', Buffer.from('%PDF-1.7\n%âã', 'latin1')],
    ['image/jpeg', Buffer.from('GIF89a/*\xff\xd8\xff', 'latin1')],
    ['image/png', Buffer.concat([Buffer.from(' '), START['image/png'].subarray(0, 11)])],
    ['text/html', START['image/png']],
    ['image/png; charset=<script>', START['image/png']],
    [undefined, START['image/png']],
    ['image/png', START['image/png'].subarray(0, 7)],
    ['image/webp', Buffer.from('RIFF\x01WEBP')],
    ['image/png', Buffer.alloc(0)],
  ])('is none of ours: %s', (stated, start) => {
    expect(photoTypeOf(stated, start)).toBeUndefined();
  });
});
