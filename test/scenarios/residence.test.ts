import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openVirtualCity, type VirtualCity } from '../simulation/virtual-city.ts';
import { itemOf, itemsOf, screenOf } from './people.ts';

describe('who lives in the city', () => {
  let city: VirtualCity;

  beforeEach(async () => {
    city = await openVirtualCity();
  });
  afterEach(() => city.close());

  const scan = (kioskId: string, raw: string) => {
    const kiosk = city.kiosk(kioskId);
    kiosk.machine.scan(raw);
    return screenOf(city, kiosk, 'howMany', 'refused');
  };
  /** Marta's licence with another value in one of its elements. */
  const martas = (element: string, value: string) =>
    city.card('Marta').replace(new RegExp(`(?<=\\n|DL)${element}[^\\n]*`), `${element}${value}`);
  const street = () => /\nDAG([^\n]*)/.exec(city.card('Marta'))?.[1] ?? '';

  it('rides as a resident, however the licence spells the address', async () => {
    const spelt = street().replace(
      /STREET|LANE|ROAD|AVENUE/,
      (word) => ({ STREET: 'ST.', LANE: 'LN', ROAD: 'RD', AVENUE: 'AVE' })[word] ?? word,
    );

    const shown = await scan('harbour-steps', martas('DAG', `${spelt} APT 4B`));

    expect(shown).toMatchObject({ name: 'howMany', kind: 'resident' });
    expect(shown).not.toHaveProperty('note');
  });

  it('is told why, and pays as a visitor, whose licence shows an address that is not in the city', async () => {
    const shown = await scan('harbour-steps', martas('DAG', '9999 NOWHERE RD'));

    expect(shown).toMatchObject({
      ...{ name: 'howMany', kind: 'visitor', partyLimit: 1 },
      note: expect.stringContaining('shows no address of the city'),
      offer: { fare: { unlockFee: 100, freeMinutes: 0 } },
    });
  });

  it('is not found out by guessing: the kiosk asks for patience, and an operator has a case', async () => {
    const kiosk = city.kiosk('harbour-steps');
    const titles: string[] = [];
    for (let guess = 0; guess < 26; guess++) {
      const shown = await scan('harbour-steps', martas('DAQ', `G${70_000_000 + guess}`));
      titles.push(shown.name === 'refused' ? shown.title : shown.kind);
      kiosk.cancel();
    }
    const turnedAway = await scan('harbour-steps', city.card('Marta'));
    const elsewhere = await scan('old-mill', city.card('Marta'));
    kiosk.cancel();
    await city.pass(60_000);
    const later = await scan('harbour-steps', city.card('Marta'));

    expect(titles[0]).toBe('visitor');
    expect(titles.at(-1)).toBe('One moment, please');
    expect(turnedAway).toMatchObject({ name: 'refused', message: expect.stringContaining('Please wait a minute') });
    expect(elsewhere).toMatchObject({ name: 'howMany', kind: 'resident' });
    expect(later).toMatchObject({ name: 'howMany', kind: 'resident' });
    expect(await itemOf(city, 'OperationsTable', { pk: 'guessing/harbour-steps' })).toMatchObject({
      ...{ status: 'open', kind: 'guessingNoticed', owner: 'operations' },
    });
    expect(JSON.stringify(await itemsOf(city, 'OperationsTable'))).not.toContain('G700000');
  });
});
