import { describe, expect, it } from '@jest/globals';
import { damagePhotoId } from '../../../functions/bikes/naming-contract.ts';
import { NotNow } from '../../../kiosk/rider/rider.ts';
import { type Rig, rig } from '../support/rig.ts';
import { quiet } from '../support/virtual-clock.ts';

const BIKE = 'bike-7';

async function docked(options: Parameters<typeof rig>[0] & { camera?: 'always' } = {}): Promise<Rig> {
  const here = await rig(options);
  if (options.camera) here.machine.fault('camera', options.camera);
  here.machine.dock(BIKE);
  await here.until('it is docked', () => isDocked(here));
  return here;
}

const isDocked = (here: Rig) => here.kiosk.state().returning?.phase === 'docked';
const complain = (here: Rig) => here.kiosk.reportDamage(BIKE, { part: 'chain', severity: 'hardToRide' });
const uploaded = (here: Rig) => here.until('the photo is there', () => here.cloud.uploads.length > 0, 120_000);
const keptBytes = (here: Rig) =>
  here.cloud.reports.map(({ reportId }) => here.store.get(`damagePhoto/${reportId}`)).filter(Boolean);

describe('the picture of a bike that came back', () => {
  it('is offered to a rider who has said how bad it is, and shows the bike in the hatch', async () => {
    const here = await docked();
    const before = here.kiosk.state().returning?.photo;

    complain(here);

    expect([before, here.kiosk.state().returning?.photo]).toEqual([undefined, 'offered']);
    expect(here.kiosk.picture(BIKE)).toMatchObject({ mediaType: 'image/png', bytes: expect.anything() });
  });

  it('goes to the city with the report when the rider says so, and is then gone from the kiosk', async () => {
    const here = await docked();
    const { bytes } = here.kiosk.picture(BIKE) ?? {};
    complain(here);

    here.kiosk.reportDamage(BIKE, { withPhoto: true });
    await uploaded(here);
    await quiet(here.clock);

    const report = here.cloud.reports.at(-1);
    const photoId = damagePhotoId(report?.reportId ?? '');
    expect(report).toMatchObject({ part: 'chain', severity: 'hardToRide', hasPhoto: true });
    expect(here.cloud.uploads).toMatchObject([{ url: expect.stringContaining(`/v1/photos/${photoId}`), bytes }]);
    expect(here.kiosk.state().returning?.photo).toBe('sent');
    expect([here.kiosk.picture(BIKE), keptBytes(here)]).toEqual([undefined, []]);
  });

  it('goes nowhere when they say no, or nothing, and is forgotten with the bike', async () => {
    const here = await docked();
    complain(here);
    here.kiosk.reportDamage(BIKE, { withPhoto: false });
    const declined = here.kiosk.picture(BIKE);
    here.machine.dock('bike-8');
    await here.until('the other is docked', () => here.kiosk.state().returned.length > 0 && isDocked(here));
    const of8 = here.kiosk.picture('bike-8');

    here.clock.advance(16_000);
    await quiet(here.clock);

    expect(declined).toBeUndefined();
    expect(of8).toBeDefined();
    expect(here.kiosk.picture('bike-8')).toBeUndefined();
    expect(here.cloud.uploads).toEqual([]);
    expect(here.cloud.reports.every(({ hasPhoto }) => hasPhoto === undefined)).toBe(true);
    expect(() => here.kiosk.reportDamage(BIKE, { withPhoto: true })).toThrow(NotNow);
  });

  it('is not offered where the camera fails, and the bike is docked all the same', async () => {
    const here = await docked({ camera: 'always' });

    complain(here);

    expect(here.kiosk.state().returning).toMatchObject({ phase: 'docked', severity: 'hardToRide' });
    expect(here.kiosk.state().returning?.photo).toBeUndefined();
    expect(here.log.join()).toContain('There is no picture of bike-7 as it came back');
  });

  it('holds no return up where the camera never answers', async () => {
    const here = await rig();
    here.machine.photograph = () => new Promise(() => undefined);
    const startedAt = here.clock.now();

    here.machine.dock(BIKE);
    await here.until('it is docked', () => here.kiosk.state().returning?.phase === 'docked');

    expect(here.clock.now() - startedAt).toBeLessThan(10_000);
  });

  it('waits on the disk while there is no network, also over a power cut, and goes when there is one', async () => {
    const here = await docked();
    here.cloud.control.unreachable = true;
    here.broker.cut(true);
    complain(here);
    here.kiosk.reportDamage(BIKE, { withPhoto: true });
    here.clock.advance(3_600_000);
    await here.powerCycle();

    here.cloud.control.unreachable = false;
    here.broker.cut(false);
    await uploaded(here);
    await quiet(here.clock);

    expect(here.cloud.reports.at(-1)).toMatchObject({ hasPhoto: true });
    expect(keptBytes(here)).toEqual([]);
  });

  it('does not hold up what other riders say while it cannot be sent, and is sent later', async () => {
    const here = await docked();
    complain(here);
    await here.until('the report is there', () => here.cloud.reports.length > 0);
    const path = `/v1/photos/${damagePhotoId(here.cloud.reports[0]?.reportId ?? '')}`;
    here.cloud.control.answers[path] = { status: 503 };
    here.kiosk.reportDamage(BIKE, { withPhoto: true });
    await quiet(here.clock);
    const sofar = here.cloud.uploads.length;
    here.kiosk.reportDamage(BIKE, { part: 'lights' });
    await here.until(
      'the other report is there',
      () => here.cloud.reports.some(({ part }) => part === 'lights'),
      90_000,
    );

    delete here.cloud.control.answers[path];
    await uploaded(here);

    expect(sofar).toBe(0);
    expect(here.cloud.uploads).toHaveLength(1);
  });

  it('is dropped where the city does not want it', async () => {
    const here = await docked();
    complain(here);
    await here.until('the report is there', () => here.cloud.reports.length > 0);
    const path = `/v1/photos/${damagePhotoId(here.cloud.reports[0]?.reportId ?? '')}`;
    const refusal = { type: 'urn:freewheel:problem:photo-unknown', title: 'No', status: 404, detail: 'No.' };
    here.cloud.control.answers[path] = { status: 404, body: JSON.stringify(refusal) };

    here.kiosk.reportDamage(BIKE, { withPhoto: true });
    await here.until('it was asked for', () => here.cloud.requests.some(({ url }) => url.endsWith(path)));
    await quiet(here.clock);

    expect([here.cloud.uploads, keptBytes(here)]).toEqual([[], []]);
  });

  it('is dropped where the city knows of no photos yet', async () => {
    const here = await docked();
    complain(here);
    await here.until('the report is there', () => here.cloud.reports.length > 0);
    const { reportId = '' } = here.cloud.reports[0] ?? {};
    here.cloud.control.answers['/v1/damage-reports'] = { status: 202, body: JSON.stringify({ reportId }) };

    here.kiosk.reportDamage(BIKE, { withPhoto: true });
    await quiet(here.clock);

    expect([here.store.get('damagePhotos'), keptBytes(here)]).toEqual([[], []]);
  });

  it('is not kept where twenty wait already, and the report goes without', async () => {
    const here = await docked();
    const waiting = Array.from({ length: 20 }, (_, number) => ({ reportId: String(number), content: {} }));
    here.store.put('damagePhotos', waiting);
    complain(here);

    here.kiosk.reportDamage(BIKE, { withPhoto: true });
    await here.until('the report is there', () => here.cloud.reports.length > 0);
    await quiet(here.clock);

    expect(here.cloud.reports.at(-1)).toMatchObject({ severity: 'hardToRide' });
    expect(here.cloud.reports.at(-1)).not.toHaveProperty('hasPhoto');
  });
});
