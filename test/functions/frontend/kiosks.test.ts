import { describe, expect, it } from '@jest/globals';
import type { KioskBooted, KioskModeChanged } from '../../../functions/bikes/kiosk-contract.ts';
import { bootKiosk } from '../../../functions/frontend/kiosks/boot-kiosk.ts';
import { listKiosks } from '../../../functions/frontend/operators/list-kiosks.ts';
import { setKioskMode } from '../../../functions/frontend/operators/set-kiosk-mode.ts';
import { Relayed } from '../../../functions/shared/errors.ts';
import type { HttpRequest } from '../../../functions/shared/http-handler.ts';

const request = (changes: Partial<HttpRequest>): HttpRequest => ({
  headers: { 'content-type': 'application/json' },
  parameters: {},
  query: {},
  body: '',
  kioskId: undefined,
  person: { sub: 'olga', groups: ['operators'] },
  ...changes,
});

/** Bikes as the front end calls it: what was asked of it, in order. */
function desk(failure?: Error) {
  const asked: object[] = [];
  const answer =
    <Answer>(value: object) =>
    async (command: object) => {
      asked.push(command);
      if (failure) throw failure;
      return value as Answer;
    };
  const kiosks = {
    bootKiosk: answer<KioskBooted>({ status: 'accepted' }),
    setKioskMode: answer<KioskModeChanged>({ mode: 'closed' }),
    listKiosks: answer<{ kiosks: [] }>({ kiosks: [] }),
  };
  return { asked, boot: bootKiosk({ kiosks }), list: listKiosks({ kiosks }), setMode: setKioskMode({ kiosks }) };
}

const SAID = {
  city: 'havenbrook',
  programVersion: '1.4.0',
  configVersion: 'c0ffee',
  bays: 10,
  faults: [{ bay: 3, status: 'noPower' }],
  at: '2026-05-01T10:00:00.000Z',
};
const MODE = { changeId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301', mode: 'closed', reason: 'Flooded.' };
const parameters = { kioskId: 'market' };

describe('the route by which a kiosk boots', () => {
  it('takes its word for what it is, and the token’s for who', async () => {
    const { asked, boot } = desk();

    const answer = await boot(request({ kioskId: 'market', body: JSON.stringify(SAID) }));

    expect(answer).toMatchObject({ status: 200, body: { status: 'accepted' } });
    expect(asked).toEqual([{ ...SAID, kioskId: 'market' }]);
  });

  it.each([
    ['another kiosk’s id', { ...SAID, kioskId: 'harbour' }, '#/kioskId'],
    ['more bays than bays have numbers', { ...SAID, bays: 1000 }, '#/bays'],
    ['a count that is none', { ...SAID, bays: -1 }, '#/bays'],
    ['a fault of no bay', { ...SAID, faults: [{ bay: 0, status: 'noPower' }] }, '#/faults/0/bay'],
    ['a fault that nobody knows', { ...SAID, faults: [{ bay: 1, status: 'gone' }] }, '#/faults/0/status'],
    ['a version that is a story', { ...SAID, programVersion: 'one two' }, '#/programVersion'],
  ])('refuses %s, and says where', async (_, said, pointer) => {
    const { asked, boot } = desk();

    const refused = boot(request({ kioskId: 'market', body: JSON.stringify(said) }));

    await expect(refused).rejects.toMatchObject({ name: 'RequestInvalid', faults: [{ pointer }] });
    expect(asked).toEqual([]);
  });
});

describe("operators' routes to kiosks", () => {
  it('change a mode in the name of whoever is signed in', async () => {
    const { asked, setMode } = desk();

    await setMode(request({ parameters, body: JSON.stringify(MODE) }));

    expect(asked).toEqual([{ ...MODE, kioskId: 'market', by: 'operator/olga' }]);
  });

  it('want a reason, and a mode that there is', async () => {
    const { asked, setMode } = desk();

    const refused = setMode(request({ parameters, body: JSON.stringify({ ...MODE, mode: 'ajar', reason: '' }) }));

    await expect(refused).rejects.toMatchObject({ faults: [{ pointer: '#/mode' }, { pointer: '#/reason' }] });
    expect(asked).toEqual([]);
  });

  it.each([
    ['cannot be one', { kioskId: 'A B' }, undefined],
    ['nobody knows', parameters, new Relayed('KioskUnknown', 'There is no kiosk market in the inventory.')],
  ])('find no kiosk whose id %s', async (_, named, failure) => {
    const { setMode } = desk(failure);

    const refused = setMode(request({ parameters: named, body: JSON.stringify(MODE) }));

    await expect(refused).rejects.toMatchObject({ name: 'KioskNotFound' });
  });

  it('go on with a list', async () => {
    const { asked, list } = desk();

    await list(request({ query: { cursor: 'abc' } }));
    await list(request({}));

    expect(asked).toEqual([{ cursor: 'abc' }, {}]);
  });

  it.each([
    ['a resident', { sub: 'rosa', groups: [] }, 'RoleMissing'],
    ['a mechanic', { sub: 'mika', groups: ['mechanics'] }, 'RoleMissing'],
    ['nobody', undefined, 'PersonUnidentified'],
  ])('refuse %s before they ask anything', async (_, person, name) => {
    const { asked, list, setMode } = desk();

    for (const run of [list, setMode])
      await expect(run(request({ person, parameters, body: JSON.stringify(MODE) }))).rejects.toMatchObject({ name });
    expect(asked).toEqual([]);
  });
});
