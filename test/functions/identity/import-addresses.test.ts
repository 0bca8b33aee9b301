import { BatchWriteCommand, type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { dynamoAddressBook } from '../../../functions/identity/address-book.ts';
import { importAddresses } from '../../../functions/identity/import-addresses.ts';
import type { Peppers } from '../../../functions/identity/keys.ts';
import { addressTexts } from '../../../functions/identity/residence.ts';
import { type Clock, systemClock } from '../../../seams/clock.ts';
import { useDynamo } from '../dynamo.ts';
import { standingClock } from '../rental-tokens.ts';
import { createKeyedTable } from '../shared/keyed-table.ts';
import { testPepper } from './identity-keys.ts';

const dynamo = useDynamo();

const point = (number: number, street = 'Lantern Street') => ({
  street: `${number} ${street}`,
  city: 'Havenbrook',
  state: 'NY',
  postalCode: '14400',
});

/** A clock that waits for nothing, for pauses between attempts. */
const hasty: Clock = { now: systemClock.now, after: (_, callback) => systemClock.after(0, callback) };

async function setUp(peppers: Peppers = [testPepper()]) {
  const table = await createKeyedTable(dynamo.client, 'id');
  const clock = standingClock('2026-05-01T10:00:00.000Z');
  const bookUnder = (keys: Peppers, client: Pick<DynamoDBDocumentClient, 'send'> = dynamo.client) =>
    dynamoAddressBook(client as DynamoDBDocumentClient, table, { peppers: keys, clock: hasty });
  const book = bookUnder(peppers);
  return {
    clock,
    book,
    bookUnder,
    run: importAddresses({ book, clock }),
    has: (street: string, under = book) => under.has(addressTexts({ ...point(0), street })),
    items: async () => (await dynamo.client.send(new ScanCommand({ TableName: table }))).Items ?? [],
  };
}

describe('importing addresses', () => {
  it('finds them in any spelling, by street and postal code or by street and city', async () => {
    const { run, book, has } = await setUp();

    const answer = await run({ points: [point(5), point(7)], isLast: true });

    expect(answer).toEqual({ edition: '2026-05-01T10:00:00.000Z', addresses: 2, unusable: 0 });
    expect([await has('5 LANTERN ST APT 4B'), await has('6 LANTERN ST')]).toEqual([true, false]);
    expect(await book.has(addressTexts({ ...point(7), postalCode: '' }))).toBe(true);
    expect(await book.has(addressTexts({ ...point(7), postalCode: '99999', city: 'Elsewhere' }))).toBe(false);
  });

  it('says how many points are no addresses, and changes nothing when the same ones come again', async () => {
    const { run, items } = await setUp();
    const points = [...Array.from({ length: 60 }, (_, index) => point(index + 1)), point(1), point(9, 'PO Box 7')];

    const answer = await run({ points, isLast: false });
    const first = await items();
    await run({ points, edition: answer.edition, isLast: false });

    expect(answer).toMatchObject({ addresses: 61, unusable: 1 });
    expect(first).toHaveLength(60 * 2);
    expect(await items()).toEqual(expect.arrayContaining(first));
    expect(await items()).toHaveLength(first.length);
  });

  it('keeps nothing that can be read', async () => {
    const { run, items } = await setUp();

    await run({ points: [point(5)], isLast: true });

    expect(JSON.stringify(await items())).not.toMatch(/lantern|havenbrook|14400/i);
  });

  it('holds the former edition until the last part of the next, and then what the next has', async () => {
    const { run, has, clock } = await setUp();
    await run({ points: [point(1), point(2)], isLast: true });
    clock.set('2026-06-01T10:00:00.000Z');

    const { edition } = await run({ points: [point(2)], isLast: false });
    const meanwhile = [await has('1 Lantern St'), await has('2 Lantern St'), await has('3 Lantern St')];
    await run({ points: [point(3)], edition, isLast: true });

    expect(meanwhile).toEqual([true, true, false]);
    expect([await has('1 Lantern St'), await has('2 Lantern St'), await has('3 Lantern St')]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('finds under an older pepper what was imported before there was a new one', async () => {
    const [old, young] = [testPepper('old'), testPepper('young')];
    const { run, has, bookUnder } = await setUp([old]);
    await run({ points: [point(5)], isLast: true });

    expect(await has('5 Lantern St', bookUnder([young, old]))).toBe(true);
    expect(await has('5 Lantern St', bookUnder([young]))).toBe(false);
  });

  it('knows nobody’s address before the first edition', async () => {
    const { run, has } = await setUp();

    await run({ points: [point(5)], isLast: false });

    expect(await has('5 Lantern St')).toBe(false);
  });

  it('writes again what the table had no room for, and says so when it stays full', async () => {
    const { bookUnder, has } = await setUp();
    let fullFor = 3;
    const full: Pick<DynamoDBDocumentClient, 'send'> = {
      send: (async (command: BatchWriteCommand) => {
        if (!(command instanceof BatchWriteCommand) || fullFor-- <= 0) return dynamo.client.send(command as never);
        return { UnprocessedItems: command.input.RequestItems };
      }) as never,
    };
    const book = bookUnder([testPepper()], full);

    await book.add(addressTexts(point(5)), '2026');
    await book.publish('2026');
    const isThere = await has('5 Lantern St');
    fullFor = 1000;
    const second = book.add(addressTexts(point(6)), '2026');

    expect(isThere).toBe(true);
    await expect(second).rejects.toMatchObject({ name: 'AddressesNotWritten' });
  });

  it('asks KMS for one MAC, and for another one only where that failed', async () => {
    let calls = 0;
    const pepper = testPepper();
    const counted = {
      mac: (text: string) => (++calls === 1 ? Promise.reject(new Error('KMS is away.')) : pepper.mac(text)),
    };
    const { book } = await setUp([counted]);

    await expect(book.add(['5 LANTERN ST|14400'], '2026')).rejects.toThrow('KMS is away.');
    await book.add(['5 LANTERN ST|14400', '6 LANTERN ST|14400'], '2026');
    await book.has(['5 LANTERN ST|14400']);

    expect(calls).toBe(2);
  });
});
