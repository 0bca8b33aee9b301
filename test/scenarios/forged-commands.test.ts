import { IoTDataPlaneClient, UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { bikeAudience } from '../../functions/shared/tokens.ts';
import { COMMAND_SHADOW, type Command, commandId, type Fact, factTopic } from '../../functions/storage/contract.ts';
import { instant } from '../../seams/clock.ts';
import { openVirtualCity, type VirtualCity } from '../simulation/virtual-city.ts';
import { type Forger, forger, type Signing } from './forger.ts';
import { riderAt } from './people.ts';

const KIOSK = 'harbour-steps';
const RENTAL = '0a6f4a3e-6a4f-4a3c-9d5e-3f0c2b1a9d8e';
const OTHER = '5c1e7f60-2f0b-4b57-8f0a-1f6a7b8c9d0e';

let city: VirtualCity;
let forge: Forger;
let facts: Fact[];

beforeAll(async () => {
  city = await openVirtualCity();
  forge = await forger(city);
  // Until the kiosk has told that it has started.
  await city.pass(5_000);
  const topic = factTopic(city.city.id, KIOSK);
  city.host.iot.hub.subscribe(topic, ({ payload }) => facts.push(JSON.parse(payload.toString())));
});
afterAll(() => city.close());
beforeEach(() => {
  facts = [];
});

const commands = [commandId(RENTAL, 1, 'move'), commandId(RENTAL, 1, 'openUntilTaken')];
const claims = { rental: RENTAL, slot: 1, bike: 'bike-001', kiosk: KIOSK, bay: 1, commands };

/** A command such as storage writes for this rental. */
function command(bikeToken: string | undefined, change: Partial<Command> = {}): object {
  const now = city.clock.now();
  return {
    ...{ commandId: commandId(RENTAL, 1, 'move'), kind: 'move', rentalId: RENTAL, slot: 1, bikeId: 'bike-001', bay: 1 },
    ...{ issuedAt: instant(now), expiresAt: instant(now + 60_000), ...(bikeToken !== undefined && { bikeToken }) },
    ...change,
  };
}

/** Writes into the kiosk's shadow, as an operator can who has the whole account. */
async function desire(commands: Record<string, object | null>): Promise<void> {
  const iot = new IoTDataPlaneClient(city.sdk);
  const payload = Buffer.from(JSON.stringify({ state: { desired: commands } }));
  await city.meanwhile(
    iot.send(new UpdateThingShadowCommand({ thingName: KIOSK, shadowName: COMMAND_SHADOW, payload })),
  );
}

const write = (document: object) => desire({ [(document as Command).commandId]: document });

/** Where everything stands: each bay, the hatch, the door. */
function standing() {
  const { bays, hatch, door } = city.kiosk(KIOSK).machine.read();
  return { bays: [...bays], hatch, door };
}
const bikeToken = (change: object = {}, signing?: Signing) =>
  forge.token({ aud: bikeAudience(KIOSK), scope: 'bike', ...claims, ...change }, signing);

describe('a command that somebody writes into a kiosk’s shadow past the city', () => {
  // An update is merged into the shadow: what the last attempt left there would be part of the next.
  afterEach(() => desire({ [commandId(RENTAL, 1, 'move')]: null }));

  it.each<[string, () => Promise<string | undefined>, string]>([
    ['without a token', async () => undefined, 'malformed'],
    ['with what is no token', async () => 'open sesame', 'malformed'],
    ['with an unsigned token', () => bikeToken({}, 'unsigned'), 'malformed'],
    ['with a token of another rental', () => bikeToken({ rental: OTHER }), 'badToken'],
    ['with a token of another slot', () => bikeToken({ slot: 2 }), 'badToken'],
    ['with a token of another bike', () => bikeToken({ bike: 'bike-002' }), 'badToken'],
    ['with a token of another bay', () => bikeToken({ bay: 2 }), 'badToken'],
    ['with a token of another kiosk', () => bikeToken({ kiosk: 'old-mill' }), 'badToken'],
    ['with a token for another kiosk', () => bikeToken({ aud: bikeAudience('old-mill') }), 'badToken'],
    ['with a token of another command', () => bikeToken({ commands: [commandId(OTHER, 1, 'move')] }), 'badToken'],
    ['with a token of no command', () => bikeToken({ commands: [] }), 'badToken'],
    ['with a rental’s token', () => bikeToken({ scope: 'rental' }), 'badToken'],
    ['with a token of another city', () => bikeToken({ iss: 'urn:freewheel:elsewhere' }), 'badToken'],
    ['with a token that has expired', () => bikeToken({ exp: 1_700_000_000 }), 'expired'],
    ['with a token that never expires', () => bikeToken({ exp: undefined }), 'badToken'],
    ['with a token that says alg: none', () => bikeToken({}, 'none'), 'badToken'],
    ['with a token signed with a foreign key', () => bikeToken({}, 'foreignKey'), 'badToken'],
    ['with a token whose key nobody knows', () => bikeToken({}, 'unknownKid'), 'badToken'],
    ['with a token signed with the public key for a secret', () => bikeToken({}, 'publicKeyAsSecret'), 'badToken'],
    ['with a token that was changed after it was signed', () => bikeToken({}, 'changed'), 'badToken'],
  ])('moves nothing and is told of as refused, %s', async (_what, token, reason) => {
    const before = standing();

    await write(command(await token()));
    await city.pass(30_000);

    expect(facts).toEqual([expect.objectContaining({ type: 'CommandRefused', rentalId: RENTAL, reason })]);
    expect(standing()).toEqual(before);
  });

  it('moves nothing when its time has passed, however good its token', async () => {
    const before = standing();

    await write(command(await bikeToken(), { expiresAt: instant(city.clock.now() - 1) }));
    await city.pass(30_000);

    expect(facts).toMatchObject([{ type: 'CommandRefused', reason: 'expired' }]);
    expect(standing()).toEqual(before);
  });

  it('moves nothing when it names a bike that stands elsewhere', async () => {
    const before = standing();

    await write(command(await bikeToken({ bay: 2 }), { bay: 2 }));
    await city.pass(30_000);

    expect(facts).toMatchObject([{ type: 'CommandRefused', reason: 'wrongBike' }]);
    expect(standing()).toEqual(before);
  });

  it('moves the bike with a true token, since nothing else was wrong with it', async () => {
    await write(command(await bikeToken()));
    await city.until('the bike in the hatch', () => standing().hatch === 'bike-001');
    await city.until('the bike back in its bay', () => standing().hatch === null);

    expect(facts.map(({ type }) => type)).toEqual(expect.arrayContaining(['CommandBegun', 'BikeAtHatch']));
  });
});

describe('a true command that somebody replays', () => {
  it('moves nothing a second time, in the same words or in others', async () => {
    const seen: Array<Record<string, object>> = [];
    const topic = `$aws/things/${KIOSK}/shadow/name/${COMMAND_SHADOW}/update/delta`;
    city.host.iot.hub.subscribe(topic, ({ payload }) => seen.push(JSON.parse(payload.toString()).state));
    const { bikes } = await riderAt(city, 'Marta', KIOSK).rent({ bikes: 1 });
    const bikeId = bikes[0]?.bikeId ?? '';
    const [[bay] = []] = [...city.kiosk(KIOSK).machine.read().bays].filter(([, bike]) => bike === null);
    city.kiosk(KIOSK).machine.dock(bikeId);
    await city.until('the bike back in its bay', () => facts.some(({ type }) => type === 'BikeDocked'));
    await city.pass(30_000);
    const [before, toldBefore] = [standing(), facts.length];
    const all = seen.flatMap((state) => Object.values(state)) as Command[];

    for (const replayed of all) {
      await write(replayed);
      await write({ ...replayed, expiresAt: instant(city.clock.now() + 60_000), bay: bay ?? 1 });
    }
    await city.pass(30_000);

    expect(all.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['move', 'openUntilTaken']));
    expect(standing()).toEqual(before);
    expect(facts.slice(toldBefore)).toEqual([]);
  });
});
