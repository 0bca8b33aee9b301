import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import * as z from 'zod/mini';
import { StationStatus } from '../../functions/bikes/contract.ts';
import { Heartbeat } from '../../functions/bikes/kiosk-contract.ts';
import { PhotoRequest } from '../../functions/bikes/photo-contract.ts';
import { RentalView } from '../../functions/orchestration/contract.ts';
import { BaysReported, Command, Fact } from '../../functions/storage/contract.ts';
import { CONFIG, rig } from './support/rig.ts';

type Json = Record<string, unknown>;
/** An object's schema with everything that it refers to put in, and nothing that is only for people. */
interface Plain {
  properties: Record<string, Json>;
  required: string[];
}

const PAGE: Json = parse(readFileSync(join(__dirname, '../../docs/asyncapi.yaml'), 'utf8'));

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function at(pointer: string): Json {
  const found = pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((node, key) => (isObject(node) ? node[key] : undefined), PAGE);
  if (!isObject(found)) throw new Error(`The page has no ${pointer}.`);
  return found;
}

const followed = (schema: Json): Json => (typeof schema['$ref'] === 'string' ? followed(at(schema['$ref'])) : schema);

/** What only says that a whole number is one that JavaScript can count to. */
const isNoBound = (key: string, value: unknown) =>
  /imum$/.test(key) && Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;

/** Says a schema in the one way in which both sides can be compared. */
function plain(schema: Json): Json {
  const source = followed(schema);
  const entries = Object.entries(source).flatMap(([key, value]): Array<[string, unknown]> => {
    if (['description', 'summary', 'default', '$schema', 'propertyNames'].includes(key)) return [];
    // An instant's pattern repeats what its format says.
    if (isNoBound(key, value) || (key === 'pattern' && source['format'] === 'date-time')) return [];
    if (key === 'properties' && isObject(value))
      return [[key, Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one as Json)]))]];
    if (key === 'required' && Array.isArray(value)) return [[key, [...value].sort()]];
    if (Array.isArray(value)) return [[key, value.map((one) => (isObject(one) ? plain(one) : one))]];
    return [[key, isObject(value) ? plain(value) : value]];
  });
  return Object.fromEntries(entries);
}

/** The objects that a schema allows: `allOf` is put together, and each of a `oneOf` is one. */
function objects(schema: Json): Plain[] {
  const {
    properties = {},
    required = [],
    allOf = [],
    oneOf,
  } = followed(schema) as Json & { allOf?: Json[]; oneOf?: Json[] };
  const own: Plain = plain({ properties, required }) as unknown as Plain;
  const together = (one: Plain, other: Plain): Plain => ({
    properties: { ...one.properties, ...other.properties },
    required: [...new Set([...one.required, ...other.required])].sort(),
  });
  const parts = [...allOf.map(objects), ...(oneOf ? [oneOf.flatMap(objects)] : [])];
  return parts.reduce((all, some) => all.flatMap((one) => some.map((other) => together(one, other))), [own]);
}

const contract = (schema: z.ZodMiniType) => objects(z.toJSONSchema(schema, { io: 'input' }) as Json);
const payloadOf = (message: string) => at(`#/components/messages/${message}/payload`);

describe('the published messages', () => {
  const facts = contract(Fact).map((fact) => [String(fact.properties['type']?.['const']), fact] as const);

  it('are all the facts that there are', () => {
    const channel = Object.values(at('#/channels/facts/messages') as Record<string, Json>);

    expect(channel.map(({ $ref }) => String($ref).split('/').at(-1)).sort()).toEqual(
      facts.map(([type]) => type).sort(),
    );
  });

  it.each(facts)('say of %s what the contract says', (type, fact) => {
    expect(objects(payloadOf(type))).toEqual([fact]);
  });

  it.each([
    ['Command', Command, at('#/components/schemas/Command')],
    ['RentalView', RentalView, payloadOf('RentalView')],
    ['StationStatus', StationStatus, payloadOf('StationStatus')],
    ['PhotoRequest', PhotoRequest, payloadOf('PhotoRequest')],
    ['Heartbeat', Heartbeat, payloadOf('Heartbeat')],
  ])('say of %s what the contract says', (_name, schema, published) => {
    expect(objects(published)).toEqual(contract(schema));
  });

  it('say of the bays what the contract says, and that a kiosk leaves nothing out', () => {
    const reported = objects(payloadOf('BaysReported'))[0]?.properties['state'] as Json;
    const [published] = objects((reported['properties'] as Record<string, Json>)['reported'] ?? {});
    const [agreed] = contract(BaysReported);

    expect(published?.properties).toEqual(agreed?.properties);
    expect(published?.required).toEqual(Object.keys(agreed?.properties ?? {}).sort());
  });

  it('have examples that the contract takes', () => {
    const messages = at('#/components/messages') as Record<string, { examples?: Array<{ payload: Json }> }>;
    const examples = Object.entries(messages).flatMap(([name, { examples: some = [] }]) =>
      some.flatMap(({ payload }) => taken(name, payload)),
    );

    expect(examples.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'BikeTaken',
        'BaysReported',
        'CommandDelta',
        'RentalView',
        'StationStatus',
        'PhotoRequest',
        'PhotoFailed',
      ]),
    );
    for (const { name, error } of examples) expect([name, error]).toEqual([name, undefined]);
  });

  it('go over every topic that a kiosk publishes on', async () => {
    const { broker, kiosk, untilFact } = await rig();
    await untilFact('KioskStarted');
    const addresses = Object.values(at('#/channels') as Record<string, Json>).map(({ address }) =>
      String(address).replace('{kioskId}', 'k1').replace('{city}', CONFIG.city),
    );
    await kiosk.stop();

    const published = [...new Set(broker.published.map(({ topic }) => topic))];

    expect(published.sort()).toEqual([
      'freewheel/testville/kiosks/k1/events',
      'freewheel/testville/kiosks/k1/heartbeat',
    ]);
    expect(addresses).toEqual(expect.arrayContaining(published));
  });

  it('go over every topic that a kiosk subscribes to', async () => {
    const { broker, kiosk } = await rig();
    const addresses = Object.values(at('#/channels') as Record<string, Json>).map(({ address }) =>
      String(address).replace('{kioskId}', 'k1').replace('{city}', CONFIG.city).replace('{rentalId}', '+'),
    );
    const filters = broker.filters('k1').map((filter) => filter.replace(/stations\/.*/, 'stations/{stationId}'));
    await kiosk.stop();

    expect(addresses).toEqual(expect.arrayContaining(filters));
  });
});

/** What the contract says to an example. */
function taken(name: string, payload: Json): Array<{ name: string; error: unknown }> {
  const judge = (schema: z.ZodMiniType, body: unknown) => ({ name, error: schema.safeParse(body).error });
  const state = payload['state'] as Json;
  if (name === 'BaysReported') return [judge(BaysReported, state['reported'])];
  if (name === 'CommandDelta') return Object.values(state).map((command) => judge(Command, command));
  return [judge({ RentalView, StationStatus, PhotoRequest, Heartbeat }[name] ?? Fact, payload)];
}
