import { beforeEach, describe, expect, it } from '@jest/globals';
import { partyRefOf, riderRefOf, visitor } from '../../../functions/identity/rider-refs.ts';
import { useDynamo } from '../dynamo.ts';
import { ELSEWHERE, HOME, type Office, openOffice } from './residents-office.ts';

const WEEK_MS = 7 * 24 * 60 * 60_000;

describe('residents', () => {
  const dynamo = useDynamo();
  let office: Office;

  beforeEach(async () => {
    office = await openOffice(dynamo);
  });

  const together = async (...people: string[]) => {
    for (const sub of people) await office.register(sub, `LICENCE${sub.toUpperCase()}`);
    const [first = '', ...others] = people;
    for (const sub of others) {
      const { code } = await office.invite({ sub: first });
      await office.join({ sub, code });
    }
  };

  it('ride as residents at once where the city’s data has their address, in whichever spelling', async () => {
    const held = await office.register('ana', 'A1234', { ...HOME, street: '5  lantern st.', postalCode: '14400-1234' });

    expect(held).toMatchObject({ residentId: 'ana', status: 'active', registeredAt: '2026-05-02T09:00:00.000Z' });
    expect(held.consent).toEqual({ version: '2026-05', at: '2026-05-02T09:00:00.000Z' });
    expect(await office.scan('A1234')).toMatchObject({ riderRef: riderRefOf(held.documentKey), partyLimit: 1 });
  });

  it('keep the party that they were as visitors, so that a bike they have out still counts', async () => {
    const { documentKey } = await office.register('ana', 'A1234');

    expect(await office.scan('A1234')).toMatchObject({ partyRef: visitor(documentKey).partyRef });
  });

  it('must live where somebody can', async () => {
    const box = office.register('ana', 'A1234', { ...HOME, street: 'PO Box 12' });

    await expect(box).rejects.toMatchObject({ name: 'AddressUnusable' });
    expect(await office.everything()).toEqual([]);
  });

  it('get the same answer when they register again with the same', async () => {
    const first = await office.register('ana', 'A1234');
    office.clock.advance(1000);

    const again = await office.register('ana', 'A1234', { ...HOME, street: '5 LANTERN STREET' });

    expect(again).toEqual(first);
  });

  it('must delete what is held before they register with other details', async () => {
    await office.register('ana', 'A1234');

    await expect(office.register('ana', 'B9876')).rejects.toMatchObject({ name: 'ResidentRegistered' });
    await expect(office.register('ana', 'A1234', ELSEWHERE)).rejects.toMatchObject({ name: 'ResidentRegistered' });
    expect(await office.scan('B9876')).toBeUndefined();
  });

  it('cannot register a licence that somebody else has registered', async () => {
    await office.register('ana', 'A1234');

    await expect(office.register('eve', 'A1234')).rejects.toMatchObject({ name: 'DocumentTaken' });
    await expect(office.read({ sub: 'eve' })).rejects.toMatchObject({ name: 'ResidentUnknown' });
  });

  it('cannot take over an entry of the city’s own register', async () => {
    const entry = { riderRef: 'rider_x', partyRef: partyRefOf('rivera'), partyLimit: 4 };
    await office.registry.keepResident(await office.hash('C1111'), entry);

    await expect(office.register('eve', 'C1111')).rejects.toMatchObject({ name: 'DocumentTaken' });
    expect(await office.scan('C1111')).toMatchObject(entry);
  });

  it('leave neither licence nor address nor name in any table', async () => {
    await office.register('ana', 'A1234SECRET', ELSEWHERE);

    const text = JSON.stringify(await office.everything());

    expect(text).not.toMatch(/A1234SECRET|636001|Nowhere|14400/i);
  });

  describe('whose address the city’s data does not have', () => {
    beforeEach(async () => {
      await office.register('ben', 'B1234', ELSEWHERE);
    });
    const decide = (decision: 'approve' | 'refuse', reason = 'papers seen', operator = 'olga') =>
      office.review({ residentId: 'ben', operator, decision, reason });

    it('are visitors until an operator has looked at their papers', async () => {
      const before = [await office.scan('B1234'), (await office.read({ sub: 'ben' })).status];
      const approved = await decide('approve');

      expect(before).toEqual([undefined, 'inReview']);
      expect(approved).toMatchObject({ status: 'active', review: { by: 'olga', reason: 'papers seen' } });
      expect(await office.scan('B1234')).toMatchObject({ partyLimit: 1 });
    });

    it('are listed for operators by what they say at the office, and no more', async () => {
      const { reference } = await office.read({ sub: 'ben' });

      const { residents } = await office.reviews({});

      expect(residents).toEqual([
        { residentId: 'ben', reference, status: 'inReview', registeredAt: '2026-05-02T09:00:00.000Z' },
      ]);
    });

    it('may read why they were refused, and try again', async () => {
      await decide('refuse', 'this is a shop');
      const refused = await office.read({ sub: 'ben' });

      const again = await office.register('ben', 'B1234', HOME);

      expect(refused).toMatchObject({ status: 'refused', review: { reason: 'this is a shop' } });
      expect(again.status).toBe('active');
      expect(again).not.toHaveProperty('review');
    });

    it('have shown that they live here once they are approved, whatever their licence says', async () => {
      await office.register('ana', 'A1234');
      const before = await office.scan('A1234');
      await office.review({ residentId: 'ana', operator: 'olga', decision: 'approve', reason: 'lease seen' });
      await decide('approve');

      const after = [await office.scan('A1234'), await office.scan('B1234')];

      expect(before).not.toHaveProperty('isProven');
      expect(after).toEqual([expect.objectContaining({ isProven: true }), expect.objectContaining({ isProven: true })]);
    });

    it('get one decision: the same again changes nothing, and another one is refused', async () => {
      const first = await decide('approve');
      office.clock.advance(1000);

      expect(await decide('approve')).toEqual(first);
      await expect(decide('refuse')).rejects.toMatchObject({ name: 'ReviewClosed' });
      await expect(decide('approve', 'papers seen', 'otto')).rejects.toMatchObject({ name: 'ReviewClosed' });
    });
  });

  it('of one household share a party with as many bikes as it has members', async () => {
    await together('ana', 'ben', 'cleo');

    const scans = await Promise.all(['ana', 'ben', 'cleo'].map((sub) => office.scan(`LICENCE${sub.toUpperCase()}`)));

    expect(new Set(scans.map((scan) => scan?.partyRef)).size).toBe(1);
    expect(scans.map((scan) => scan?.partyLimit)).toEqual([3, 3, 3]);
    expect((await office.read({ sub: 'ana' })).household?.members).toBe(3);
  });

  it('who leave ride alone, and the others have one bike less', async () => {
    await together('ana', 'ben', 'cleo');

    const left = await office.leave({ sub: 'ana' });

    expect(left).not.toHaveProperty('household');
    expect(await office.scan('LICENCEANA')).toMatchObject({ partyLimit: 1 });
    expect(await office.scan('LICENCECLEO')).toMatchObject({ partyLimit: 2 });
    expect(await office.leave({ sub: 'ana' })).toEqual(left);
  });

  it('are in one household, and must leave it to come into another', async () => {
    await together('ana', 'ben');
    await office.register('dora', 'D1234');
    const { code } = await office.invite({ sub: 'dora' });

    await expect(office.join({ sub: 'ben', code })).rejects.toMatchObject({ name: 'HouseholdElsewhere' });
    await office.leave({ sub: 'ben' });
    expect((await office.join({ sub: 'ben', code })).household?.members).toBe(2);
  });

  it('come into a household by a code that is theirs alone, and good for a week', async () => {
    await together('ana');
    await office.register('ben', 'B1234');
    await office.register('cleo', 'C1234');
    const [used, late] = [await office.invite({ sub: 'ana' }), await office.invite({ sub: 'ana' })];
    const first = await office.join({ sub: 'ben', code: used.code });

    const again = await office.join({ sub: 'ben', code: used.code });
    const second = office.join({ sub: 'cleo', code: used.code });
    await expect(second).rejects.toMatchObject({ name: 'InvitationInvalid' });
    office.clock.advance(WEEK_MS);

    await expect(office.join({ sub: 'cleo', code: late.code })).rejects.toMatchObject({ name: 'InvitationInvalid' });
    await expect(office.join({ sub: 'cleo', code: 'AAAAAAAAAA' })).rejects.toMatchObject({ name: 'InvitationInvalid' });
    expect(again).toEqual(first);
  });

  it('live at one address as a household', async () => {
    await together('ana');
    await office.register('ben', 'B1234', ELSEWHERE);
    await office.review({ residentId: 'ben', operator: 'olga', decision: 'approve', reason: 'papers seen' });
    const { code } = await office.invite({ sub: 'ana' });

    await expect(office.join({ sub: 'ben', code })).rejects.toMatchObject({ name: 'HouseholdElsewhere' });
  });

  it('found no household before they ride as residents', async () => {
    await office.register('ben', 'B1234', ELSEWHERE);

    await expect(office.invite({ sub: 'ben' })).rejects.toMatchObject({ name: 'ResidentInactive' });
    await expect(office.invite({ sub: 'nobody' })).rejects.toMatchObject({ name: 'ResidentUnknown' });
  });

  it('who delete what is held are found by no scan, and leave nothing behind', async () => {
    await together('ana');

    const answers = [await office.delete({ sub: 'ana' }), await office.delete({ sub: 'ana' })];

    expect(answers).toEqual([{ deleted: true }, { deleted: true }]);
    expect(await office.scan('LICENCEANA')).toBeUndefined();
    expect(await office.everything()).toEqual([]);
  });

  it('who delete what is held leave the others of their household with one bike less', async () => {
    await together('ana', 'ben');

    await office.delete({ sub: 'ana' });

    expect(await office.scan('LICENCEBEN')).toMatchObject({ partyLimit: 1 });
    expect((await office.read({ sub: 'ben' })).household?.members).toBe(1);
  });

  it('may register anew once all is deleted, also with another account', async () => {
    await office.register('ana', 'A1234');
    await office.delete({ sub: 'ana' });

    expect((await office.register('ana2', 'A1234')).status).toBe('active');
  });
});
