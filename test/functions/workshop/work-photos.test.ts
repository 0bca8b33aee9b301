import { describe, expect, it } from '@jest/globals';
import { useDynamo } from '../dynamo.ts';
import { BIKE, bench, minute, photo, REPAIR, said } from './bench.ts';

const dynamo = useDynamo();

/** A bike whose brakes were reported, and a mechanic at work on it. */
async function started() {
  const one = await bench(dynamo);
  one.at(11);
  await one.hear(said('brakes', 11));
  await one.open();
  await one.start();
  return one;
}

const missing = (words: RegExp) => ({ name: 'WorkPhotoMissing', message: expect.stringMatching(words) });

describe('work that is finished with a photo', () => {
  it('shows the photo to whoever inspects it, once bikes has told that it has come', async () => {
    const one = await started();
    const photoId = await one.announce(700);
    const before = await one.read();

    await one.hear(photo(photoId));
    const then = await one.read();
    const done = await one.finish('mia', undefined, { photoId });

    expect([before.photos, then.photos]).toEqual([[{ photoId, status: 'awaited' }], [{ photoId, status: 'stored' }]]);
    expect(done).toMatchObject({ status: 'finished', rounds: [{ photoId }] });
    expect((await one.read('ivo')).rounds).toMatchObject([{ photoId }]);
  });

  it('needs one, or a word on why there is none', async () => {
    const one = await started();

    await expect(one.finish('mia', undefined, {})).rejects.toMatchObject(missing(/why there is none/));
    const done = await one.finish('mia', undefined, { noPhotoBecause: 'My phone has no camera.' });

    expect(done.rounds).toMatchObject([{ noPhotoBecause: 'My phone has no camera.' }]);
  });

  it('is refused while the photo has not arrived, and where it never does', async () => {
    const one = await started();
    const photoId = await one.announce(700);

    await expect(one.finish('mia', undefined, { photoId })).rejects.toMatchObject(missing(/not arrived/));

    expect(await one.order()).toMatchObject({ status: 'started', rounds: [] });
  });

  it('is refused with what is no photo, and done with another', async () => {
    const one = await started();
    const [bad, good] = [await one.announce(700), await one.announce(701)];
    await one.hear(photo(bad, 'WorkPhotoRejected'), photo(good));

    await expect(one.finish('mia', undefined, { photoId: bad })).rejects.toMatchObject(missing(/no photo/));
    const done = await one.finish('mia', undefined, { photoId: good });

    expect(done.rounds).toMatchObject([{ photoId: good }]);
  });

  it('is refused with a photo of another order, or one that nobody has announced', async () => {
    const one = await started();
    const other = 'ab'.repeat(16);
    await one.hear(photo(other), photo(await one.announce(700), 'WorkPhotoStored', `${BIKE}-2`));

    for (const photoId of [other, 'cd'.repeat(16)])
      await expect(one.finish('mia', undefined, { photoId })).rejects.toMatchObject(missing(/not of this work/));

    expect((await one.read()).photos).toMatchObject([{ status: 'awaited' }]);
  });

  it('is refused with the photo of what an inspection has failed', async () => {
    const one = await started();
    const photoId = await one.announce(700);
    await one.hear(photo(photoId));
    await one.finish('mia', undefined, { photoId });
    await one.inspect('failed');
    await one.start();

    await expect(one.finish('mia', undefined, { photoId })).rejects.toMatchObject(missing(/not of this work/));

    expect((await one.read()).photos).toEqual([]);
  });

  it('has the photo with which it was finished first, when it is finished twice', async () => {
    const one = await started();
    const [first, second] = [await one.announce(700), await one.announce(701)];
    await one.hear(photo(first), photo(second));
    await one.finish('mia', undefined, { photoId: first });

    const again = await one.finish('mia', undefined, { photoId: second });

    expect(again.rounds).toMatchObject([{ photoId: first }]);
  });
});

describe('a photo that is announced', () => {
  it('is one, however often its request comes, and stays as it was told last', async () => {
    const one = await started();
    const photoId = await one.announce(700);
    await one.hear(photo(photoId), photo(photoId));

    const again = await one.announce(700);

    expect(again).toBe(photoId);
    expect((await one.read()).photos).toEqual([{ photoId, status: 'stored' }]);
  });

  it('is for the mechanic who is at work alone, and for nobody where nobody is', async () => {
    const one = await started();
    await expect(one.announce(700, 'ben')).rejects.toMatchObject({ name: 'WorkOrderTaken' });
    await one.finish();

    await expect(one.announce(701)).rejects.toMatchObject({ name: 'WorkOrderOutOfTurn' });
  });

  it('is the tenth at the most', async () => {
    const one = await started();
    for (let number = 0; number < 10; number++) await one.announce(700 + number);

    await expect(one.announce(710)).rejects.toMatchObject({ name: 'PhotosTooMany' });

    expect((await one.read()).photos).toHaveLength(10);
  });

  it('is of no consequence where the bike or the order is not known', async () => {
    const one = await bench(dynamo);

    await one.hear(photo('ab'.repeat(16)));

    expect(await one.card()).toBeUndefined();
  });
});

describe('what a rider said before an inspection', () => {
  it('is off the card with how bad it was and its photo; what was said after stays with its own', async () => {
    const one = await started();
    const [before, after] = ['ab'.repeat(16), 'cd'.repeat(16)];
    one.at(50);
    await one.hear(said('chain', 49, { severity: 'dangerous', photoId: before }));
    await one.finish();
    await one.inspect();
    await one.hear(said('chain', 51, { severity: 'hardToRide', photoId: after }));

    await one.close();

    expect((await one.card())?.signals).toEqual({
      chain: {
        ...{ firstAt: minute(51), lastAt: minute(51) },
        ...{ severities: { hardToRide: minute(51) }, photos: { [after]: minute(51) } },
      },
    });
    expect(await one.order()).toMatchObject({ repairId: REPAIR.replace(/1$/, '2'), priority: 'soon' });
  });
});
