import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type PhotoRequest, photoTopic } from '../../../functions/bikes/photo-contract.ts';
import type { Driver } from '../../../kiosk/hardware/driver.ts';
import { instant } from '../../../seams/clock.ts';
import { CITY } from '../support/fake-cloud.ts';
import { type Rig, rig } from '../support/rig.ts';
import { quiet } from '../support/virtual-clock.ts';

const PHOTO = 'ab'.repeat(16);
const SUBJECT = { rentalId: '11111111-1111-4111-8111-111111111111', slot: 1, bikeId: 'bike-3' };

/** A kiosk with bike-3 in its hatch. */
async function fetched(options: Parameters<typeof rig>[0] = {}) {
  const here = await rig(options);
  await here.cloud.send({ kind: 'move', bikeId: 'bike-3', bay: 3 });
  await here.untilFact('BikeAtHatch');
  return here;
}

function ask(here: Rig, other: Partial<PhotoRequest> = {}): void {
  const expiresAt = instant(here.clock.now() + here.cloud.control.skewMs + 20_000);
  here.cloud.askForPhoto({ photoId: PHOTO, ...SUBJECT, expiresAt, ...other });
}

const uploaded = (here: Rig) => here.until('the photo is there', () => here.cloud.uploads.length > 0);
const failures = (here: Rig) => here.cloud.facts().filter(({ type }) => type === 'PhotoFailed');
const paths = (here: Rig) =>
  here.cloud.requests
    .map(({ method, url }) => `${method} ${new URL(url).pathname}`)
    .filter((path) => path.includes('/photos/'));

/** The simulated machine, with a camera of the test's own. */
const withCamera = (here: Rig, photograph: Driver['photograph']) => {
  here.machine.photograph = photograph;
};

describe('a photo that is asked for', () => {
  it('is taken of the bike in the hatch, announced by its hash, and put where it was granted', async () => {
    const here = await fetched();

    ask(here);
    await uploaded(here);

    const [{ bytes = Buffer.alloc(0), headers = {} } = {}] = here.cloud.uploads;
    const announced = here.cloud.requests.find(({ url }) => url.endsWith(`/v1/photos/${PHOTO}`));
    expect(bytes).toEqual((await here.machine.photograph()).bytes);
    expect(JSON.parse(announced?.body ?? '')).toEqual({
      mediaType: 'image/png',
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    expect(announced?.headers['authorization']).toMatch(/^Bearer /);
    expect(headers).toEqual({ 'content-type': 'image/png', 'if-none-match': '*' });
    expect(failures(here)).toEqual([]);
  });

  it('is taken once, however often it is asked for meanwhile', async () => {
    const here = await fetched();

    ask(here);
    ask(here);
    await uploaded(here);
    await quiet(here.clock);

    expect(paths(here)).toEqual([`POST /v1/photos/${PHOTO}`, `PUT /v1/photos/${PHOTO}`]);
  });

  it.each(['', 'nonsense', '{}', '{"photoId":"../x"}'])('is not understood in the words %j', async (payload) => {
    const here = await fetched();

    here.broker.publish(photoTopic(CITY, 'k1'), payload);
    ask(here);
    await uploaded(here);

    expect(here.log).toEqual(['k1 was asked for a photo in words that it does not know.']);
  });

  it('is not taken when nobody waits for it any more', async () => {
    const here = await fetched();

    ask(here, { expiresAt: instant(here.clock.now()) });
    await quiet(here.clock);

    expect(paths(here)).toEqual([]);
    expect(failures(here)).toEqual([]);
  });

  it('is waited for by the cloud’s clock, and not by the kiosk’s own', async () => {
    const here = await rig();
    here.cloud.control.skewMs = 3_600_000;
    await here.cloud.send({ kind: 'move', bikeId: 'bike-3', bay: 3 });
    await here.untilFact('BikeAtHatch');

    ask(here);
    await uploaded(here);

    expect(failures(here)).toEqual([]);
  });

  it.each([
    ['the grant was lost', { path: `/v1/photos/${PHOTO}`, times: 2 }],
    ['what the place said was lost', { path: '?signature', times: 1 }],
  ])('is sent again where %s', async (_, losing) => {
    const here = await fetched();
    here.cloud.control.losing = losing;

    ask(here);
    await uploaded(here);
    await quiet(here.clock);

    expect(here.cloud.uploads).toHaveLength(1);
    expect(failures(here)).toEqual([]);
  });

  it('is sent again after a fault of the cloud', async () => {
    const here = await fetched();
    here.cloud.control.next.push({ status: 503 }, { status: 429 });

    ask(here);
    await uploaded(here);
    await quiet(here.clock);

    expect(here.cloud.uploads).toHaveLength(1);
    expect(failures(here)).toEqual([]);
  });

  it('keeps no command waiting', async () => {
    const here = await fetched();
    withCamera(here, () => new Promise(() => undefined));

    ask(here);
    await here.cloud.send({ kind: 'openUntilTaken', bikeId: 'bike-3', bay: 3 });
    await here.untilFact('DoorOpened');

    expect(failures(here)).toEqual([]);
  });
});

describe('a photo that cannot be had', () => {
  const failed = (here: Rig) => here.until('the kiosk says so', () => failures(here).length > 0);
  const told = [{ type: 'PhotoFailed', kioskId: 'k1', photoId: PHOTO, ...SUBJECT }];

  it('is told at once where the camera gives no picture', async () => {
    const here = await fetched();
    here.machine.fault('camera', 'once');

    ask(here);
    await failed(here);

    expect(failures(here)).toMatchObject(told);
    expect(paths(here)).toEqual([]);
  });

  it('is told where another bike stands in the hatch, or none', async () => {
    const here = await fetched();

    ask(here, { bikeId: 'bike-1' });
    await failed(here);

    expect(failures(here)).toMatchObject([{ ...told[0], bikeId: 'bike-1' }]);
    expect(paths(here)).toEqual([]);
  });

  it('is told where the bike was gone by the time the camera was done', async () => {
    const here = await fetched();
    const { photograph } = here.machine;
    withCamera(here, async () => {
      const picture = await photograph();
      void here.machine.stow(3);
      await new Promise<void>((resolve) => void here.clock.after(5_000, resolve));
      return picture;
    });

    ask(here);
    await failed(here);

    expect(here.log).toEqual(['There is no photo of bike-3: the hatch holds nothing.']);
    expect(here.cloud.uploads).toEqual([]);
  });

  it.each([
    ['image/svg+xml', Buffer.from('<svg/>')],
    ['image/png', Buffer.alloc(0)],
    ['image/png', Buffer.alloc(5 * 1024 * 1024 + 1)],
  ])('is told where the camera gives what nobody wants (%s)', async (mediaType, bytes) => {
    const here = await fetched();
    withCamera(here, async () => ({ mediaType, bytes }));

    ask(here);
    await failed(here);

    expect(failures(here)).toMatchObject(told);
    expect(paths(here)).toEqual([]);
  });

  it('is told once the time is up, whatever hangs', async () => {
    const here = await fetched();
    withCamera(here, () => new Promise(() => undefined));
    const askedAt = here.clock.now();

    ask(here);
    await failed(here);

    expect(here.clock.now() - askedAt).toBeLessThan(21_000);
    expect(failures(here)).toMatchObject(told);
  });

  it('is told where the place refuses it', async () => {
    const here = await fetched();
    withCamera(here, async () => ({ mediaType: 'image/jpeg', bytes: Buffer.from('ffd8ffe0', 'hex') }));

    ask(here);
    await failed(here);

    expect(here.cloud.uploads).toEqual([]);
  });

  it('is told to nobody where the cloud knows of no such photo', async () => {
    const here = await fetched();
    here.cloud.control.answers[`/v1/photos/${PHOTO}`] = { status: 404 };

    ask(here);
    await quiet(here.clock);

    expect(failures(here)).toEqual([]);
    expect(here.log).toHaveLength(1);
  });

  it('can be asked for again', async () => {
    const here = await fetched();
    here.machine.fault('camera', 'once');
    ask(here);
    await failed(here);

    ask(here);
    await uploaded(here);

    expect(failures(here)).toHaveLength(1);
  });
});
