import { describe, expect, it } from '@jest/globals';
import { keyRing } from '../../../kiosk/cloud/key-ring.ts';
import { type Ask, CloudUnreachable } from '../../../kiosk/cloud/request.ts';
import { openKioskStore } from '../../../kiosk/store/kiosk-store.ts';
import { manualClock } from '../../local/iot/manual-clock.ts';

const signing = (kid: string) => ({ kty: 'EC', use: 'sig', kid });
const sealing = (kid: string) => ({ kty: 'RSA', use: 'enc', kid, n: 'AQAB', e: 'AQAB' });

function ringOf(...published: object[]) {
  const clock = manualClock();
  const city = { keys: published, asked: 0, isAway: false };
  const ask: Ask = async (_request, schema) => {
    city.asked += 1;
    if (city.isAway) throw new CloudUnreachable('The network is down.');
    return schema.parse({ keys: city.keys });
  };
  return { city, clock, ring: keyRing('https://city.test', { ask, clock, store: openKioskStore(':memory:') }) };
}

describe('the keys that a kiosk knows', () => {
  it('are asked for where one is unknown, but not for each forged token', async () => {
    const { city, ring } = ringOf(signing('1'));

    expect(await ring.knows('1')).toBe(true);
    expect(await ring.knows('made-up')).toBe(false);
    expect(await ring.knows('made-up')).toBe(false);
    expect(city.asked).toBe(1);
  });

  it('are asked for a new one also where the others came a moment ago', async () => {
    const { city, ring } = ringOf(sealing('a'), signing('1'));
    await ring.sealing();
    city.keys = [sealing('a'), signing('2'), signing('1')];

    expect(await ring.knows('2')).toBe(true);
  });

  it('lose one that the city has withdrawn, within an hour', async () => {
    const { city, clock, ring } = ringOf(signing('2'), signing('1'));
    await ring.knows('1');
    city.keys = [signing('2')];

    clock.advance(3_600_001);

    expect(await ring.knows('1')).toBe(false);
    expect(await ring.knows('2')).toBe(true);
  });

  it('stand while the city cannot be asked', async () => {
    const { city, clock, ring } = ringOf(signing('1'));
    await ring.knows('1');
    city.isAway = true;

    clock.advance(3_600_001);

    expect(await ring.knows('1')).toBe(true);
  });

  it('seal with the first of several, and with the next one within an hour', async () => {
    const { city, clock, ring } = ringOf(sealing('1'), sealing('2'));
    const before = await ring.sealing();
    city.keys = [sealing('2'), sealing('1')];

    clock.advance(3_600_001);

    expect(before.kid).toBe('1');
    expect((await ring.sealing()).kid).toBe('2');
  });
});
