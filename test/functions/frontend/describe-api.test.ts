import { describe, expect, it } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { BikePart } from '../../../functions/bikes/contract.ts';
import { apiDescription } from '../../../functions/frontend/api/description.ts';
import { describeApi, handler } from '../../../functions/frontend/describe-api.ts';
import { httpEvent } from '../shared/http-event.ts';

interface Operation {
  operationId: string;
  security: object[];
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
  requestBody?: { content: object };
}
interface Description {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Record<string, unknown>>; securitySchemes: Record<string, object> };
}

const api = apiDescription() as unknown as Description;
const operations = Object.entries(api.paths).flatMap(([path, item]) =>
  Object.entries(item).flatMap(([method, operation]) =>
    method === 'parameters' ? [] : [{ route: `${method.toUpperCase()} ${path}`, operation }],
  ),
);

/** Every `$ref` in a document. */
function references(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => (key === '$ref' ? [String(value)] : references(value)));
}

describe('the description of the API', () => {
  it('names every route', () => {
    expect(operations.map(({ route }) => route).sort()).toEqual([
      'DELETE /v1/residents/me',
      'DELETE /v1/residents/me/household',
      'GET /.well-known/jwks.json',
      'GET /openapi.json',
      'GET /v1/mechanics/moves',
      'GET /v1/mechanics/work-orders',
      'GET /v1/mechanics/work-orders/{repairId}',
      'GET /v1/operators/actions',
      'GET /v1/operators/alerts',
      'GET /v1/operators/bikes/{bikeId}/photos',
      'GET /v1/operators/cases',
      'GET /v1/operators/kiosks',
      'GET /v1/operators/residents',
      'GET /v1/rentals/{rentalId}',
      'GET /v1/rentals/{rentalId}/receipt',
      'GET /v1/residents/me',
      'GET /v1/stations/{kioskId}/nearest',
      'POST /v1/damage-reports',
      'POST /v1/kiosks/me/boot',
      'POST /v1/mechanics/drop-offs',
      'POST /v1/mechanics/pick-ups',
      'POST /v1/mechanics/work-orders/{repairId}/finish',
      'POST /v1/mechanics/work-orders/{repairId}/inspect',
      'POST /v1/mechanics/work-orders/{repairId}/parts',
      'POST /v1/mechanics/work-orders/{repairId}/photos',
      'POST /v1/mechanics/work-orders/{repairId}/photos/{photoId}',
      'POST /v1/mechanics/work-orders/{repairId}/start',
      'POST /v1/operators/actions',
      'POST /v1/operators/alerts',
      'POST /v1/operators/alerts/clear',
      'POST /v1/operators/cases/close',
      'POST /v1/operators/cases/redrive',
      'POST /v1/operators/kiosks/{kioskId}/mode',
      'POST /v1/operators/photos/{photoId}',
      'POST /v1/operators/residents/{residentId}',
      'POST /v1/photos/{photoId}',
      'POST /v1/reservations',
      'POST /v1/residents/me/household/invitations',
      'POST /v1/sessions',
      'POST /v1/token',
      'PUT /v1/rentals/{rentalId}',
      'PUT /v1/residents/me',
      'PUT /v1/residents/me/household',
    ]);
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
  });

  it('asks for a token everywhere but where one is got, and where anybody may look', () => {
    const open = operations.filter(({ operation }) => operation.security.length === 0).map(({ route }) => route);

    expect(open.sort()).toEqual(['GET /.well-known/jwks.json', 'GET /openapi.json', 'POST /v1/token']);
    expect(api.components.securitySchemes).toHaveProperty('kioskToken');
  });

  it('has a schema for each one that it refers to, and refers to each', () => {
    const referred = new Set(references(api));

    const present = Object.keys(api.components.schemas).map((name) => `#/components/schemas/${name}`);

    expect([...referred].sort()).toEqual(present.sort());
  });

  it('answers refusals of the API with problem details', () => {
    const refusals = operations
      .filter(({ operation }) => operation.security.length > 0)
      .flatMap(({ operation }) => Object.entries(operation.responses).filter(([status]) => Number(status) >= 400));

    expect(refusals.length).toBeGreaterThan(10);
    for (const [, refusal] of refusals)
      expect(Object.keys(refusal.content ?? {})).toEqual(['application/problem+json']);
  });

  it('is made of the contracts', () => {
    expect(api.components.schemas['RentalRequest']).toMatchObject({
      type: 'object',
      required: ['sessionId', 'bikes'],
      additionalProperties: false,
      properties: { bikes: { type: 'integer', minimum: 1, maximum: 20 }, paymentMethod: { type: 'string' } },
    });
    expect(api.components.schemas['DamageReport']).toMatchObject({
      required: ['reportId', 'bikeId', 'part', 'at'],
      additionalProperties: false,
      properties: { part: { enum: BikePart.options } },
    });
  });

  it('leaves room for answers to grow', () => {
    for (const name of ['OpenedSession', 'StartedRental', 'RentalResource', 'Receipt', 'DamageRecorded', 'Problem'])
      expect(api.components.schemas[name]).not.toHaveProperty('additionalProperties');
  });

  it('is made once', async () => {
    const describeIt = describeApi();

    expect((await describeIt()).body).toBe((await describeIt()).body);
  });

  it('is served to anyone, and may be kept', async () => {
    const answer = await handler(httpEvent({ path: '/openapi.json' }), {} as Context);

    expect(answer).toMatchObject({ statusCode: 200, headers: { 'cache-control': 'public, max-age=300' } });
    expect(JSON.parse(answer.body ?? '')).toMatchObject({ openapi: '3.1.0' });
  });
});
