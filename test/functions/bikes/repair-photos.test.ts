import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from '@jest/globals';
import { damagePhotoId } from '../../../functions/bikes/naming-contract.ts';
import { newDamagePhoto } from '../../../functions/bikes/photos/photo.ts';
import { s3PhotoLinks } from '../../../functions/bikes/photos/photo-links.ts';
import { useDynamo } from '../dynamo.ts';
import { footage, PHOTO, REPAIR, second, WORK_PHOTO } from './footage.ts';
import { announced, type PhotoPlace, PNG, photoPlace, upload } from './photo-place.ts';
import { KIOSK, rentalId } from './town.ts';

const dynamo = useDynamo();
let place: PhotoPlace | undefined;
afterEach(() => place?.close());

const REPORT = rentalId(3);
const DAMAGE_PHOTO = damagePhotoId(REPORT);

/** Photos with a real S3; one that goes with a report is waited for. */
async function photos() {
  const bikes = await footage(dynamo, async ({ clock }) => {
    place = await photoPlace(clock);
    return place;
  });
  await bikes.album.save(newDamagePhoto({ reportId: REPORT, bikeId: 'market-1', kioskId: KIOSK }, bikes.clock.now()));
  return bikes;
}

describe('a photo that goes with a report of damage', () => {
  it('is taken from the kiosk where it was made, kept, and told to nobody', async () => {
    const { grant, recorded, album, told, heard, view } = await photos();

    const status = await upload(await grant(announced(PNG), { photoId: DAMAGE_PHOTO }), PNG);
    await recorded(`photos/${DAMAGE_PHOTO}`);
    const { url } = await view('ada', 'A rider says that it is broken.', DAMAGE_PHOTO);
    const seen = await fetch(url);

    expect(status).toBe(200);
    expect(await album.read(DAMAGE_PHOTO)).toMatchObject({ status: 'stored', stored: announced(PNG) });
    expect([told, heard]).toEqual([[], []]);
    expect(Buffer.from(await seen.arrayBuffer())).toEqual(PNG);
  });

  it('is taken from no other kiosk, and not once it is there', async () => {
    const { grant, recorded } = await photos();
    const stranger = grant(announced(PNG), { photoId: DAMAGE_PHOTO, kioskId: 'harbour' });
    await expect(stranger).rejects.toMatchObject({ name: 'PhotoUnknown' });
    await upload(await grant(announced(PNG), { photoId: DAMAGE_PHOTO }), PNG);
    await recorded(`photos/${DAMAGE_PHOTO}`);

    const again = grant(announced(PNG), { photoId: DAMAGE_PHOTO });

    await expect(again).rejects.toMatchObject({ name: 'PhotoUnknown' });
  });

  it('is given up by no word of a camera’s, which is about hand-overs', async () => {
    const { failed, album } = await photos();

    await failed({ photoId: DAMAGE_PHOTO });

    expect(await album.read(DAMAGE_PHOTO)).toMatchObject({ status: 'requested' });
  });
});

describe('the links to photos', () => {
  it.each(['eu-central-1', 'us-east-1'])('lead to where pages may send and show them from: %s', async (region) => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = new S3Client({ region, credentials, requestChecksumCalculation: 'WHEN_REQUIRED' });
    const links = s3PhotoLinks('city-photos', client);

    const put = await links.toUpload(WORK_PHOTO, announced(PNG), 0);
    const get = await links.toView(WORK_PHOTO, 0);

    // `RegionalDomainName` of the bucket, as the policy of mechanics' page has it.
    const place = `https://city-photos.s3.${region}.amazonaws.com/photos/${WORK_PHOTO}?`;
    expect([put.url, get.url].map((url) => url.startsWith(place))).toEqual([true, true]);
    // What the bucket's CORS rules take, beside what a browser sends by itself.
    expect(Object.keys(put.headers).sort()).toEqual(['content-type', 'if-none-match', 'x-amz-checksum-sha256']);
  });
});

describe('a photo of a mechanic’s work', () => {
  it('is taken where it was announced, once, and told when it is there', async () => {
    const { grantWork, recorded, told, album } = await photos();

    const granted = await grantWork(announced(PNG));
    const statuses = [await upload(granted, PNG), await upload(granted, PNG)];
    await recorded(`photos/${WORK_PHOTO}`);

    expect(statuses).toEqual([200, 412]);
    expect(told).toEqual([`WorkPhotoStored at ${second(0)}`]);
    expect(await album.read(WORK_PHOTO)).toMatchObject({ of: 'work', repairId: REPAIR, status: 'stored' });
  });

  it.each<[string, Buffer, Record<string, string>, number]>([
    ['other bytes of the same length', Buffer.from(PNG).reverse(), {}, 400],
    ['more bytes', Buffer.concat([PNG, PNG]), {}, 403],
    ['another type', PNG, { 'content-type': 'text/html' }, 403],
  ])('is refused where it is not what was announced: %s', async (_, bytes, headers, status) => {
    const { grantWork } = await photos();

    const refused = await upload(await grantWork(announced(PNG)), bytes, headers);

    expect(refused).toBe(status);
  });

  it('is not taken by a link that has expired, and another is to be had', async () => {
    const { grantWork, clock } = await photos();
    const first = await grantWork(announced(PNG));
    clock.set(second(61));

    const late = await upload(first, PNG);
    const next = await upload(await grantWork(announced(PNG)), PNG);

    expect([late, next]).toEqual([403, 200]);
  });

  it('is told to be none where it is not what it says', async () => {
    const { grantWork, recorded, told, view } = await photos();
    const text = Buffer.from('<script>alert("a bike")</script>');
    await upload(await grantWork(announced(text)), text);

    await recorded(`photos/${WORK_PHOTO}`);
    await recorded(`photos/${WORK_PHOTO}`);

    expect(told).toEqual([`WorkPhotoRejected at ${second(0)}`, `WorkPhotoRejected at ${second(0)}`]);
    await expect(view('ada', 'An inspection.', WORK_PHOTO)).rejects.toMatchObject({ name: 'PhotoUnknown' });
  });

  it.each([
    ['that is there already', {}],
    ['of another work order', { repairId: 'market-2-1' }],
    ['that is a rider’s', { photoId: DAMAGE_PHOTO }],
  ])('is not asked for %s', async (_, other) => {
    const { grantWork, recorded } = await photos();
    await upload(await grantWork(announced(PNG)), PNG);
    await recorded(`photos/${WORK_PHOTO}`);

    await expect(grantWork(announced(PNG), other)).rejects.toMatchObject({ name: 'PhotoUnknown' });
  });

  it('is taken from no kiosk', async () => {
    const { grant, grantWork } = await photos();
    await grantWork(announced(PNG));

    await expect(grant(announced(PNG), { photoId: WORK_PHOTO })).rejects.toMatchObject({ name: 'PhotoUnknown' });
  });

  it('is listed with the others of its bike, each by what it shows', async () => {
    const { grantWork, checkOut, list, clock } = await photos();
    clock.set(second(1));
    await grantWork(announced(PNG));
    clock.set(second(2));
    await checkOut('task-1');

    const { photos: listed } = await list();

    expect(listed).toMatchObject([
      { photoId: PHOTO, rentalId: rentalId(1), slot: 1, kioskId: KIOSK },
      { photoId: WORK_PHOTO, repairId: REPAIR },
      { photoId: DAMAGE_PHOTO, reportId: REPORT, kioskId: KIOSK },
    ]);
  });
});
