import { describe, expect, it } from '@jest/globals';
import { checkBody } from '../../../local/s3/check-body.ts';

describe('a body', () => {
  it('is refused as EntityTooLarge where it is over the limit', () => {
    const body = Buffer.from('a photo of a bike');
    const request = { method: 'PUT', bucket: 'photos', key: 'bike', query: new Map(), headers: {}, body };

    const check = () => checkBody(request, 16);

    expect(check).toThrow(expect.objectContaining({ code: 'EntityTooLarge', status: 400 }));
  });
});
