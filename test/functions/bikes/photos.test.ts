import { afterEach, describe, expect, it } from '@jest/globals';
import { recordPhoto } from '../../../functions/bikes/photos/record-photo.ts';
import { RETENTION_DAYS } from '../../../functions/shared/retention.ts';
import { useDynamo } from '../dynamo.ts';
import { footage, PHOTO, second } from './footage.ts';
import { announced, type PhotoPlace, PNG, photoPlace, upload } from './photo-place.ts';
import { KIOSK, rentalId } from './town.ts';

const dynamo = useDynamo();
let place: PhotoPlace;
afterEach(() => place.close());

/** Photos with a real S3, and the bike checked out. */
async function checkedOut() {
  const bikes = await footage(dynamo, async ({ clock }) => {
    place = await photoPlace(clock);
    return place;
  });
  await bikes.checkOut('task-1');
  const uploaded = async (bytes = PNG) => upload(await bikes.grant(announced(bytes)), bytes);
  return { ...bikes, uploaded };
}

describe('a grant to upload', () => {
  it('takes the photo that was announced, once', async () => {
    const { grant } = await checkedOut();

    const granted = await grant(announced(PNG));
    const statuses = [await upload(granted, PNG), await upload(granted, PNG)];

    expect(granted.expiresAt).toBe(second(60));
    expect(statuses).toEqual([200, 412]);
  });

  it('takes one photo, however many grants there are', async () => {
    const { grant } = await checkedOut();
    const other = Buffer.concat([PNG, Buffer.from('!')]);
    const grants = [await grant(announced(PNG)), await grant(announced(other))] as const;

    const statuses = [await upload(grants[0], PNG), await upload(grants[1], other)];

    expect(statuses).toEqual([200, 412]);
  });

  it.each<[string, Buffer, Record<string, string>, number]>([
    ['other bytes of the same length', Buffer.from(PNG).reverse(), {}, 400],
    ['fewer bytes', PNG.subarray(0, -1), {}, 403],
    ['more bytes', Buffer.concat([PNG, PNG]), {}, 403],
    ['another type', PNG, { 'content-type': 'text/html' }, 403],
    ['another checksum', PNG, { 'x-amz-checksum-sha256': 'A'.repeat(43).concat('=') }, 403],
    ['no condition', PNG, { 'if-none-match': '' }, 403],
  ])('refuses %s', async (_, bytes, headers, status) => {
    const { grant } = await checkedOut();
    const granted = await grant(announced(PNG));

    const refused = await upload(granted, bytes, headers);
    const right = await upload(granted, PNG);

    expect([refused, right]).toEqual([status, 200]);
  });

  it('takes nothing once it has expired', async () => {
    const { grant, clock } = await checkedOut();
    const granted = await grant(announced(PNG));

    clock.set(second(61));
    const late = await upload(granted, PNG);

    expect(late).toBe(403);
  });

  it.each([
    ['that was not asked for', { photoId: '0'.repeat(32) }],
    ['that another kiosk was asked for', { kioskId: 'harbour' }],
  ])('is not given for a photo %s', async (_, other) => {
    const { grant } = await checkedOut();

    await expect(grant(announced(PNG), other)).rejects.toMatchObject({ name: 'PhotoUnknown' });
  });

  it('is not given once the photo was given up', async () => {
    const { grant, gap } = await checkedOut();
    await gap();

    await expect(grant(announced(PNG))).rejects.toMatchObject({ name: 'PhotoUnknown' });
  });
});

describe('a photo that has come', () => {
  it('is kept by size and hash, told, and ends the wait', async () => {
    const { uploaded, deps, heard, told, album, clock } = await checkedOut();
    await uploaded();
    clock.set(second(4));

    for (const detail of place.created()) await recordPhoto(deps)(detail);

    const { status, stored } = (await album.read(PHOTO)) ?? {};
    expect({ status, stored }).toEqual({ status: 'stored', stored: { ...announced(PNG), at: second(4) } });
    expect(heard).toEqual([`task-1 succeeded at ${second(4)}`]);
    expect(told.slice(1)).toEqual([`PhotoStored at ${second(4)}`]);
  });

  it('changes nothing when it is told again, and tells the same', async () => {
    const { uploaded, recorded, told, heard, clock } = await checkedOut();
    await uploaded();
    await recorded();

    clock.set(second(9));
    await recorded();

    expect(told.slice(1)).toEqual([`PhotoStored at ${second(0)}`, `PhotoStored at ${second(0)}`]);
    expect(new Set(heard).size).toBe(1);
  });

  it('is kept also after it was given up', async () => {
    const { uploaded, gap, recorded, told, album, list, clock } = await checkedOut();
    await uploaded();
    clock.set(second(20));
    await gap();

    clock.set(second(25));
    await recorded();

    expect(await album.read(PHOTO)).toMatchObject({ status: 'stored', missing: { reason: 'States.Timeout' } });
    expect(told.slice(1)).toEqual([`PhotoMissing at ${second(20)}`, `PhotoStored at ${second(25)}`]);
    expect((await list()).photos).toMatchObject([{ status: 'stored', storedAt: second(25) }]);
  });

  it('is rejected where it is no photo of its type, and the rider waits no longer', async () => {
    const { uploaded, recorded, told, heard, album } = await checkedOut();
    await uploaded(Buffer.from('<script>alert("a bike")</script>'));

    await recorded();

    expect(await album.read(PHOTO)).toMatchObject({ status: 'rejected', missing: { reason: 'NotAPhoto' } });
    expect(heard).toEqual(['task-1 failed with PhotoUnavailable: NotAPhoto']);
    expect(told.slice(1)).toEqual([`PhotoMissing at ${second(0)}`]);
  });

  it('is taken for what it says only where its first bytes say so too', async () => {
    const { grant, recorded, album } = await checkedOut();
    await upload(await grant(announced(PNG, 'image/jpeg')), PNG);

    await recorded();

    expect(await album.read(PHOTO)).toMatchObject({ status: 'rejected' });
  });

  it.each(['photos/readme.txt', `photos/${'0'.repeat(32)}`, `other/${PHOTO}`, ''])(
    'is ignored where nobody asked for it (%j)',
    async (key) => {
      const { recorded, told, heard, log } = await checkedOut();

      await recorded(key);

      expect(log).toHaveLength(1);
      expect([told.slice(1), heard]).toEqual([[], []]);
    },
  );
});

describe('a photo that does not come', () => {
  it('is given up at once when the camera fails', async () => {
    const { failed, heard, told, album } = await checkedOut();

    await failed();

    expect(heard).toEqual(['task-1 failed with PhotoUnavailable: PhotoFailed']);
    expect(told.slice(1)).toEqual([`PhotoMissing at ${second(0)}`]);
    expect(await album.read(PHOTO)).toMatchObject({ status: 'missing' });
  });

  it('is recorded with the reason, and told once it is known to be missing', async () => {
    const { gap, failed, album, told, clock } = await checkedOut();
    await failed();

    clock.set(second(1));
    const answer = await gap('PhotoUnavailable');

    expect(answer).toEqual({ photoId: PHOTO, status: 'missing' });
    expect(await album.read(PHOTO)).toMatchObject({ missing: { at: second(0), reason: 'PhotoFailed' } });
    expect(told.slice(1)).toEqual([`PhotoMissing at ${second(0)}`, `PhotoMissing at ${second(0)}`]);
  });

  it('is no gap where it has come meanwhile', async () => {
    const { uploaded, recorded, gap, failed, told, album } = await checkedOut();
    await uploaded();
    await recorded();
    told.length = 0;

    const answer = await gap();
    await failed();

    expect(answer).toEqual({ photoId: PHOTO, status: 'stored' });
    expect(told).toEqual([]);
    expect(await album.read(PHOTO)).toMatchObject({ status: 'stored' });
  });

  it('is a gap also where the bike was not checked out in time', async () => {
    const bikes = await footage(dynamo);
    place = await photoPlace(bikes.clock);

    await bikes.gap();
    await bikes.checkOut('task-1');

    expect(bikes.told).toEqual([
      `PhotoMissing at ${second(0)}`,
      `BikeCheckedOut at ${second(0)}`,
      `PhotoMissing at ${second(0)}`,
    ]);
    expect(bikes.asked).toEqual([]);
    expect(bikes.heard).toEqual(['task-1 failed with PhotoUnavailable: States.Timeout']);
  });

  it('is none of another kiosk’s business', async () => {
    const { failed, heard, album } = await checkedOut();

    await failed({ kioskId: 'harbour', thing: 'harbour' });

    expect(heard).toEqual([]);
    expect(await album.read(PHOTO)).toMatchObject({ status: 'requested' });
  });

  it('is recorded for the bike of this rental only', async () => {
    const { gap } = await checkedOut();

    await expect(gap('States.Timeout', { bikeId: 'market-2' })).rejects.toMatchObject({ name: 'BikeNotReserved' });
  });
});

describe('looking at a photo', () => {
  it('gives a link to it, and keeps who looked, when, and why', async () => {
    const { uploaded, recorded, view, album, clock } = await checkedOut();
    await uploaded();
    await recorded();

    clock.set(second(30));
    const { url, ...viewed } = await view('ada', 'A rider says that the lamp was broken.');
    const seen = await fetch(url);

    expect(viewed).toEqual({ photoId: PHOTO, mediaType: 'image/png', expiresAt: second(90) });
    expect(Buffer.from(await seen.arrayBuffer())).toEqual(PNG);
    expect((await album.read(PHOTO))?.views).toEqual([
      { at: second(30), operator: 'ada', reason: 'A rider says that the lamp was broken.' },
    ]);
    clock.set(second(91));
    expect((await fetch(url)).status).toBe(403);
  });

  it('keeps every look', async () => {
    const { uploaded, recorded, view, album } = await checkedOut();
    await uploaded();
    await recorded();

    await Promise.all(['ada', 'grace', 'joan'].map((operator) => view(operator, 'A claim.')));

    expect((await album.read(PHOTO))?.views.map(({ operator }) => operator).sort()).toEqual(['ada', 'grace', 'joan']);
  });

  it('finds none that has not come, was rejected, or has been kept for long enough', async () => {
    const { uploaded, recorded, view, clock } = await checkedOut();
    const none = { name: 'PhotoUnknown' };
    await expect(view('ada', 'A claim.')).rejects.toMatchObject(none);
    await uploaded();
    await recorded();

    clock.set(new Date(Date.parse(second(0)) + RETENTION_DAYS.photo * 86_400_000).toISOString());

    await expect(view('ada', 'A claim.')).rejects.toMatchObject(none);
  });

  it('begins with the list of those of a bike, newest first', async () => {
    const { city, checkOut, list, gap, clock } = await checkedOut();
    await gap();
    await city.release(1, 1);
    clock.set(second(300));
    await city.reserve(2);
    await checkOut('task-2', { rentalToken: city.tokens.mint(rentalId(2), KIOSK) });

    const { photos } = await list();

    expect(photos).toMatchObject([
      { rentalId: rentalId(2), status: 'requested', requestedAt: second(300) },
      { rentalId: rentalId(1), status: 'missing', requestedAt: second(0), reason: 'States.Timeout' },
    ]);
  });
});
