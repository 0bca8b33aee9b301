import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Dynamo, startDynamo } from '../dynamo.ts';
import { testPepper } from './identity-keys.ts';
import { ELSEWHERE, type Office, openOffice } from './residents-office.ts';

const [old, young] = [testPepper('old'), testPepper('young')];

describe('who has registered under an old pepper', () => {
  let dynamo: Dynamo;
  let office: Office;
  let both: ReturnType<Office['deploy']>;

  beforeAll(async () => {
    dynamo = await startDynamo();
  });
  afterAll(() => dynamo.close());
  beforeEach(async () => {
    office = await openOffice(dynamo, {}, [old]);
    both = office.deploy([young, old]);
  });

  it('stays who they are when a scan puts them under the new one, and is found there alone', async () => {
    await office.register('ana', 'A1234');
    const before = await office.scan('A1234');

    const during = await both.scan('A1234');
    const after = await office.deploy([young]).scan('A1234');

    expect([during, after]).toEqual([before, before]);
    expect(await office.scan('A1234')).toBeUndefined();
  });

  it('leaves nothing behind when they delete what is held after that', async () => {
    await office.register('ana', 'A1234');
    const before = await both.scan('A1234');

    await office.delete({ sub: 'ana' });

    expect(before).toMatchObject({ partyLimit: 1 });
    expect(await both.scan('A1234')).toBeUndefined();
    expect(await office.everything()).toEqual([]);
  });

  it('has one bike less after that when somebody leaves their household', async () => {
    await office.register('ana', 'A1234');
    await office.register('ben', 'B1234');
    await office.join({ sub: 'ben', code: (await office.invite({ sub: 'ana' })).code });
    const together = await both.scan('A1234');

    await office.leave({ sub: 'ben' });

    expect(together).toMatchObject({ partyLimit: 2 });
    expect(await both.scan('A1234')).toMatchObject({ partyLimit: 1 });
  });

  it('rides as a resident once an operator approves them, though they have scanned before', async () => {
    await office.register('ben', 'B1234', ELSEWHERE);
    const before = await both.scan('B1234');

    await office.review({ residentId: 'ben', operator: 'olga', decision: 'approve', reason: 'papers seen' });

    expect(before).toBeUndefined();
    expect(await office.deploy([young]).scan('B1234')).toMatchObject({ partyLimit: 1 });
  });

  it.each(['has not ridden since', 'has ridden since'])(
    'keeps the licence from other accounts who %s',
    async (ridden) => {
      const mine = await office.register('ana', 'A1234');
      if (ridden === 'has ridden since') await both.scan('A1234');

      await expect(both.register('eve', 'A1234')).rejects.toMatchObject({ name: 'DocumentTaken' });
      expect(await both.scan('A1234')).toMatchObject({ partyLimit: 1 });
      expect(await both.register('ana', 'A1234')).toEqual(mine);
      expect(JSON.stringify(await office.everything())).not.toContain('eve');
    },
  );

  it('keeps the licence when the old pepper is gone', async () => {
    await office.register('ana', 'A1234');
    await both.scan('A1234');

    const alone = office.deploy([young]);
    await alone.importAddresses();

    await expect(alone.register('eve', 'A1234')).rejects.toMatchObject({ name: 'DocumentTaken' });
  });

  it('shares a household with who registers under the new one', async () => {
    await office.register('ana', 'A1234');
    await both.register('ben', 'B1234');

    const joined = await office.join({ sub: 'ben', code: (await office.invite({ sub: 'ana' })).code });

    expect(joined.household?.members).toBe(2);
    expect(await both.scan('B1234')).toMatchObject({ partyRef: (await both.scan('A1234'))?.partyRef, partyLimit: 2 });
  });

  it('is nobody any more when a deletion and a scan that re-keys come at once', async () => {
    await office.register('ana', 'A1234');
    await office.register('ben', 'B1234');

    await Promise.all([both.scan('A1234'), office.delete({ sub: 'ana' }), both.scan('A1234')]);
    await Promise.all([office.delete({ sub: 'ben' }), both.scan('B1234'), both.scan('B1234')]);

    expect([await both.scan('A1234'), await both.scan('B1234')]).toEqual([undefined, undefined]);
    expect(await office.everything()).toEqual([]);
  });

  it('frees a licence of which a broken-off request left a claim that no account names', async () => {
    await office.plant({ id: `resident/${await office.hash('Z9999')}`, account: 'gone' });

    const registered = await office.register('zoe', 'Z9999');

    expect(registered.status).toBe('active');
    expect(await office.scan('Z9999')).toMatchObject({ partyLimit: 1 });
  });
});
