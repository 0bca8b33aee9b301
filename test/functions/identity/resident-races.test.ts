import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Dynamo, useDynamo } from '../dynamo.ts';
import { type Chances, chances, Interleaving, retried } from '../interleaving.ts';
import { type Office, openOffice } from './residents-office.ts';

const PEOPLE = ['ana', 'ben', 'cleo'];
const licenceOf = (sub: string) => `LICENCE${sub.toUpperCase()}`;

/** What somebody does while others do something too. A refusal is an answer like any other. */
const Deed = fc.record({
  who: fc.constantFrom(...PEOPLE),
  does: fc.constantFrom('register', 'invite', 'join', 'leave', 'delete', 'steal'),
});

async function openRacedOffice(dynamo: Dynamo, chosen: Chances) {
  const race = new Interleaving(chosen);
  const office = await openOffice(dynamo, {
    residents: (book) => ({
      ...race.reach(book),
      remove: (item) => race.turn(() => book.remove(item)),
      inReview: (from) => race.turn(() => book.inReview(from)),
    }),
    entries: (entries) => ({
      find: (account) => race.turn(() => entries.find(account)),
      claim: (account, hashes) => race.turn(() => entries.claim(account, hashes)),
      drop: (account, hashes) => race.turn(() => entries.drop(account, hashes)),
      keepOnly: (account, hashes) => race.turn(() => entries.keepOnly(account, hashes)),
      keep: (account, entry) => race.turn(() => entries.keep(account, entry)),
      release: (account) => race.turn(() => entries.release(account)),
      move: (account, from, to) => race.turn(() => entries.move(account, from, to)),
    }),
  });
  return { race, office };
}

function doing(office: Office, { who, does }: { who: string; does: string }, code: string): () => Promise<unknown> {
  const deeds: Record<string, () => Promise<unknown>> = {
    register: () => office.register(who, licenceOf(who)),
    invite: () => office.invite({ sub: who }),
    join: () => office.join({ sub: who, code }),
    leave: () => office.leave({ sub: who }),
    delete: () => office.delete({ sub: who }),
    steal: () => office.register(who, licenceOf('ana')),
  };
  return () => retried(deeds[does] ?? (() => Promise.resolve()));
}

/** How many are members of a household as each of them sees it. */
async function heldOf(office: Office, sub: string) {
  return office.read({ sub }).catch(() => undefined);
}

describe('residents who do several things at once', () => {
  const dynamo = useDynamo();

  it('are found by a scan exactly as their registration has them, whatever came when', async () => {
    await fc.assert(
      fc.asyncProperty(chances(8), fc.array(Deed, { minLength: 3, maxLength: 6 }), async (chosen, deeds) => {
        const { race, office } = await openRacedOffice(dynamo, chosen);
        await office.register('ana', licenceOf('ana'));
        await office.register('ben', licenceOf('ben'));
        const { code } = await office.invite({ sub: 'ana' });
        const second = await office.invite({ sub: 'ana' });
        await office.join({ sub: 'ben', code: second.code });

        const settled = await race.run(deeds.map((deed) => doing(office, deed, code)));

        for (const result of settled) {
          if (result.status === 'rejected') expect(result.reason.message).not.toMatch(/undefined|TypeError/);
        }
        const all = await Promise.all(PEOPLE.map(async (sub) => ({ sub, held: await heldOf(office, sub) })));
        const active = all.filter(({ held }) => held?.status === 'active');
        const keys = active.map(({ held }) => held?.documentKey);
        expect(new Set(keys).size).toBe(keys.length);
        for (const { held } of active) {
          const number = PEOPLE.map(licenceOf);
          const hashes = await Promise.all(number.map((licence) => office.hash(licence)));
          const licence = number[hashes.indexOf(held?.documentKey ?? '')] ?? '';
          const same = active.filter(
            (other) => held?.household && other.held?.household?.householdId === held.household.householdId,
          );
          expect(await office.scan(licence)).toMatchObject({ partyLimit: Math.max(same.length, 1) });
        }
        for (const sub of PEOPLE) {
          const isHeld = keys.includes(await office.hash(licenceOf(sub)));
          if (!isHeld) expect(await office.scan(licenceOf(sub))).toBeUndefined();
        }
      }),
      { numRuns: 15 },
    );
  });

  it('leave nothing behind when all of them delete what is held', async () => {
    await fc.assert(
      fc.asyncProperty(chances(8), async (chosen) => {
        const { race, office } = await openRacedOffice(dynamo, chosen);
        for (const sub of PEOPLE) await office.register(sub, licenceOf(sub));
        for (const sub of ['ben', 'cleo']) {
          const { code } = await office.invite({ sub: 'ana' });
          await office.join({ sub, code });
        }

        await race.run([...PEOPLE, ...PEOPLE].map((sub) => () => retried(() => office.delete({ sub }))));

        const rest = (await office.everything()).filter(({ pk }) => !String(pk).startsWith('invitation#'));
        expect(rest).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });
});
