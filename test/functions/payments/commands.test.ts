import { beforeEach, describe, expect, it } from '@jest/globals';
import { useDynamo } from '../dynamo.ts';
import { minute, type Till, till } from './till.ts';

const dynamo = useDynamo();

let shop: Till;
beforeEach(async () => {
  shop = await till(dynamo);
});

describe('an event that the bus did not take', () => {
  it.each<[string, () => Promise<unknown>, () => Promise<unknown>]>([
    ['an authorisation', async () => undefined, () => shop.authorize(1)],
    ['a void', () => shop.authorize(1), () => shop.void(1)],
    ['a capture', () => shop.authorize(1), () => shop.capture(1)],
  ])('fails the command, and is told by the retry of %s, as of when it happened', async (_, before, command) => {
    await before();
    shop.bus.isDown = true;
    shop.clock.set(minute(10));
    await expect(command()).rejects.toThrow('The bus took no event.');
    shop.bus.isDown = false;
    shop.clock.set(minute(20));

    await command();

    expect(shop.told.at(-1)).toMatchObject({ at: minute(10) });
  });
});

describe('a token that is not meant for it', () => {
  it.each([
    ['is for another service', { aud: ['bikes'] }],
    ['has expired', { exp: 1 }],
    ['is of another scope', { scope: 'bike' }],
  ])('moves no money when it %s', async (_, claims) => {
    shop = await till(dynamo, { claims });

    const commands = [shop.authorize(1), shop.settle(1, 0), shop.void(1), shop.capture(1)];

    for (const command of commands) await expect(command).rejects.toMatchObject({ name: 'TokenRefused' });
    expect([await shop.payment(1), await shop.hold(1), shop.told]).toEqual([undefined, undefined, []]);
  });
});
