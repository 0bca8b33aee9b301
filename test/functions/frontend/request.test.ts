import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { RentalRequest, SessionRequest } from '../../../functions/frontend/contract.ts';
import { callingKiosk, jsonBody, rentalIdIn } from '../../../functions/frontend/request.ts';
import { NamedError } from '../../../functions/shared/errors.ts';
import type { HttpRequest } from '../../../functions/shared/http-handler.ts';

const request = (body: string, type: string | undefined = 'application/json'): HttpRequest => ({
  headers: { 'content-type': type },
  parameters: {},
  query: {},
  kioskId: undefined,
  person: undefined,
  body,
});
const sessionId = '5e551000-0000-4000-8000-000000000000';
const read = (body: unknown) => jsonBody(request(JSON.stringify(body)), RentalRequest);

describe('the body of a request', () => {
  it('is read as the contract has it', () => {
    expect(read({ sessionId, bikes: 2 })).toEqual({ sessionId, bikes: 2 });
  });

  it.each(['application/json', 'Application/JSON', 'application/json; charset=utf-8'])('may be of type %s', (type) => {
    expect(jsonBody(request(JSON.stringify({ sessionId, bikes: 1 }), type), RentalRequest).bikes).toBe(1);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
    'may not be of type %p',
    (type) => {
      expect(() => jsonBody(request('{}', type), RentalRequest)).toThrow(
        expect.objectContaining({ name: 'ContentTypeUnsupported' }),
      );
    },
  );

  it.each(['', '{', 'undefined', '{"bikes": 1,}'])('must be JSON, which %p is not', (body) => {
    expect(() => jsonBody(request(body), RentalRequest)).toThrow(expect.objectContaining({ name: 'RequestMalformed' }));
  });

  it.each<[unknown, string, string]>([
    [{ sessionId, bikes: 0 }, '#/bikes', 'must be at least 1'],
    [{ sessionId, bikes: 21 }, '#/bikes', 'must be at most 20'],
    [{ sessionId, bikes: 1.5 }, '#/bikes', 'must be a whole number'],
    [{ sessionId, bikes: '1' }, '#/bikes', 'must be a whole number'],
    [{ sessionId }, '#/bikes', 'is missing'],
    [{ sessionId: 7, bikes: 1 }, '#/sessionId', 'must be of type string'],
    [{ sessionId: 'x', bikes: 1 }, '#/sessionId', 'must be a UUID in lower case'],
    [{ sessionId, bikes: 1, kioskId: 'station' }, '#/kioskId', 'is not known here'],
    [[], '#', 'must be of type object'],
    [null, '#', 'must be of type object'],
  ])('%j is at fault at %s, which %s', (body, pointer, detail) => {
    expect(() => read(body)).toThrow(expect.objectContaining({ faults: [{ pointer, detail }] }));
  });

  it.each(['[['.repeat(9) + ']]'.repeat(9), '{"bikes":1,"bikes":20}'])('is refused by its structure: %s', (body) => {
    expect(() => jsonBody(request(body), RentalRequest)).toThrow(expect.objectContaining({ name: 'RequestMalformed' }));
  });

  it('may have names that are no words, and is told where they stand', () => {
    const body = '{"\\ud800":1,"sessionId":"x","bikes":1}';

    expect(() => jsonBody(request(body), RentalRequest)).toThrow(
      expect.objectContaining({
        faults: expect.arrayContaining([{ pointer: '#/%EF%BF%BD', detail: 'is not known here' }]),
      }),
    );
  });

  it('has all its faults told at once', () => {
    expect(() => read({ bikes: 0, x: 1 })).toThrow(
      expect.objectContaining({
        faults: expect.arrayContaining([
          { pointer: '#/sessionId', detail: 'is missing' },
          { pointer: '#/bikes', detail: 'must be at least 1' },
          { pointer: '#/x', detail: 'is not known here' },
        ]),
      }),
    );
  });

  it('has its faults told without what was in it', () => {
    const scan = () => jsonBody(request(JSON.stringify({ credential: 'F5102248 Lantern Street' })), SessionRequest);

    expect(scan).toThrow(/must be a sealed credential/);
    expect(scan).not.toThrow(/Lantern/);
  });

  it('escapes what a pointer cannot hold', () => {
    const schema = z.strictObject({ 'a/b~c d': z.string() });

    expect(() => jsonBody(request('{"a/b~c d":1}'), schema)).toThrow(
      expect.objectContaining({ faults: [{ pointer: '#/a~1b~0c%20d', detail: 'must be of type string' }] }),
    );
  });

  it('whatever it is, is read or refused by name', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        try {
          expect(RentalRequest.safeParse(jsonBody(request(body), RentalRequest)).success).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(NamedError);
        }
      }),
    );
  });
});

describe('who is calling', () => {
  it("is the authoriser's word, and nothing else", () => {
    expect(callingKiosk({ ...request('{"kioskId":"station"}'), kioskId: 'harbour' })).toBe('harbour');
    expect(() => callingKiosk({ ...request('{}'), headers: { kioskid: 'station' } })).toThrow(
      expect.objectContaining({ name: 'KioskUnidentified' }),
    );
  });
});

describe('the id of a rental in the path', () => {
  it.each([
    ['11111111-1111-4111-8111-111111111111', '11111111-1111-4111-8111-111111111111'],
    ['11111111-1111-4111-8111-11111111111A', undefined],
    ['..', undefined],
    [undefined, undefined],
  ])('%s is read as %s', (given, id) => {
    expect(rentalIdIn({ ...request('{}'), parameters: { rentalId: given } })).toBe(id);
  });
});
