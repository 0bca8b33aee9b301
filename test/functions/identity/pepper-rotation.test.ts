import { describe, expect, it } from '@jest/globals';
import { documentHash } from '../../../functions/identity/rider-refs.ts';
import { useDynamo } from '../dynamo.ts';
import { identityDesk, OTHER_SESSION, RESIDENT } from './identity-desk.ts';
import { DOCUMENT, testPepper } from './identity-keys.ts';

const dynamo = useDynamo();

const [old, young] = [testPepper('old'), testPepper('young')];
const child = { ...RESIDENT, number: 'F51022481805' };

/** A city whose residents came under the old pepper. */
async function setUp() {
  const desk = await identityDesk(dynamo, [old]);
  await desk.register({ residents: [RESIDENT, child] });
  const before = await (await desk.scan()).rider;
  const scanUnder = async (deployed: typeof desk, change = {}, sessionId = OTHER_SESSION) =>
    (await desk.scan(change, { sessionId }, deployed.verify)).rider;
  const hashes = async () => [await documentHash(young, DOCUMENT), await documentHash(old, DOCUMENT)] as const;
  return { ...desk, before, scanUnder, hashes };
}

describe('a new pepper beside an old one', () => {
  it('re-keys a resident at the next scan, who stays who they are', async () => {
    const all = await setUp();

    const during = await all.scanUnder({ ...all, ...all.deploy([young, old]) });

    const [under, away] = await all.hashes();
    expect(during).toEqual(all.before);
    expect(await all.registry.look(under)).toMatchObject({ resident: { riderRef: all.before.riderRef } });
    expect(await all.registry.look(away)).toBeUndefined();
  });

  it('knows whoever has moved when the old one is gone, with the party and the reference of before', async () => {
    const all = await setUp();
    await all.scanUnder({ ...all, ...all.deploy([young, old]) });
    const alone = all.deploy([young]);
    await alone.importAddresses({ points: [DOCUMENT.address], isLast: true });

    expect(await all.scanUnder({ ...all, ...alone })).toEqual(all.before);
  });

  it('gives visitors no second reference, and so no second party', async () => {
    const all = await setUp();
    const stranger = { document: { ...DOCUMENT, number: 'X0000001' } };
    const before = await all.scanUnder(all, stranger);

    expect(await all.scanUnder({ ...all, ...all.deploy([young, old]) }, stranger)).toEqual(before);
  });

  it('moves residents and households with the next import, and changes nobody’s references', async () => {
    const all = await setUp();
    const both = all.deploy([young, old]);
    const newcomer = { ...RESIDENT, number: 'F51022481999' };

    await both.register({ residents: [RESIDENT, child, newcomer] });

    const alone = all.deploy([young]);
    await alone.importAddresses({ points: [DOCUMENT.address], isLast: true });
    const after = await all.scanUnder({ ...all, ...alone });
    const joined = await all.scanUnder({ ...all, ...alone }, { document: { ...DOCUMENT, number: newcomer.number } });
    expect(after).toEqual(all.before);
    expect(joined).toMatchObject({ kind: 'resident', partyRef: all.before.partyRef });
    const kept = (await all.items()).map(({ id }) => String(id).split('/')[0]).sort();
    expect(kept.filter((kind) => kind !== 'nonce')).toEqual(['household', 'resident', 'resident', 'resident']);
  });

  it('moves a resident once when two scans come at the same time', async () => {
    const all = await setUp();
    const both = { ...all, ...all.deploy([young, old]) };

    const riders = await Promise.all([all.scanUnder(both), all.scanUnder(both, {}, OTHER_SESSION.replace(/1$/, '2'))]);

    expect(riders).toEqual([all.before, all.before]);
    const [under] = await all.hashes();
    expect(await all.registry.look(under)).toMatchObject({ resident: { partyRef: all.before.partyRef } });
  });

  it('finishes a move that broke off between its two writes', async () => {
    const all = await setUp();
    const [under, away] = await all.hashes();
    const { riderRef, partyRef, partyLimit } = all.before;
    await all.registry.keepResident(under, { riderRef, partyRef, partyLimit: partyLimit + 1 });

    const rider = await all.scanUnder({ ...all, ...all.deploy([young, old]) });

    // What came later is under the newer pepper.
    expect(rider.partyLimit).toBe(partyLimit + 1);
    expect(await all.registry.look(away)).toBeUndefined();
  });
});
