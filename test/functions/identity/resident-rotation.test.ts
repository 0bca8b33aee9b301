import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { useDynamo } from '../dynamo.ts';
import { chances, Interleaving, retried } from '../interleaving.ts';
import { testPepper } from './identity-keys.ts';
import { ELSEWHERE, type Office, openOffice } from './residents-office.ts';

const [old, young] = [testPepper('old'), testPepper('young')];

describe('who has registered under an old pepper', () => {
  const dynamo = useDynamo();
  let office: Office;
  let both: ReturnType<Office['deploy']>;

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

  it.each([0, 1])('keeps the licence from other accounts after %i rides under the new one', async (rides) => {
    const mine = await office.register('ana', 'A1234');
    if (rides === 1) await both.scan('A1234');

    await expect(both.register('eve', 'A1234')).rejects.toMatchObject({ name: 'DocumentTaken' });
    expect(await both.scan('A1234')).toMatchObject({ partyLimit: 1 });
    expect(await both.register('ana', 'A1234')).toEqual(mine);
    expect(JSON.stringify(await office.everything())).not.toContain('eve');
  });

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

  it('is nobody any more once they have deleted what is held, however scans re-key them meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(chances(8), async (chosen) => {
        const race = new Interleaving(chosen);
        const raced = await openOffice(dynamo, { call: race.turn }, [old]);
        const rekeying = raced.deploy([young, old]);
        await raced.register('ana', 'A1234');

        await race.run([
          () => rekeying.scan('A1234'),
          () => retried(() => raced.delete({ sub: 'ana' })),
          () => rekeying.scan('A1234'),
        ]);

        expect(await rekeying.scan('A1234')).toBeUndefined();
        expect(await raced.everything()).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('is found as the last change has them, however scans re-key them meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(chances(8), async (chosen) => {
        const race = new Interleaving(chosen);
        const raced = await openOffice(dynamo, { call: race.turn }, [old]);
        const rekeying = raced.deploy([young, old]);
        await raced.register('ben', 'B1234', ELSEWHERE);
        const decision = { residentId: 'ben', operator: 'olga', decision: 'approve', reason: 'papers seen' } as const;

        await race.run([
          () => rekeying.scan('B1234'),
          () => retried(() => raced.review(decision)),
          () => rekeying.scan('B1234'),
          () => retried(() => rekeying.register('eve', 'B1234')),
        ]);

        expect(await rekeying.scan('B1234')).toMatchObject({ partyLimit: 1, isProven: true });
        expect(await raced.deploy([young]).scan('B1234')).toMatchObject({ isProven: true });
        expect(JSON.stringify(await raced.everything())).not.toContain('eve');
      }),
      { numRuns: 30 },
    );
  });

  it('frees a licence of which a broken-off request left a claim that no account names', async () => {
    await office.plant({ id: `resident/${await office.hash('Z9999')}`, account: 'gone' });

    const registered = await office.register('zoe', 'Z9999');

    expect(registered.status).toBe('active');
    expect(await office.scan('Z9999')).toMatchObject({ partyLimit: 1 });
  });
});
