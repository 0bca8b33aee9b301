import { describe, expect, it } from '@jest/globals';
import type { RentalView } from '../../../functions/orchestration/contract.ts';
import { SANDBOX_CARDS } from '../../../functions/payments/contract.ts';
import { pdf417 } from '../../../kiosk/hardware/simulated/licence.ts';
import { NotNow } from '../../../kiosk/rider/rider.ts';
import { ScanUnreadable } from '../../../kiosk/scan/scan-unreadable.ts';
import { fakeWorkflow } from '../support/fake-workflow.ts';
import { HOLDER, LICENCE } from '../support/people.ts';
import { type Rig, rig } from '../support/rig.ts';
import { quiet } from '../support/virtual-clock.ts';

const screen = (here: Rig) => here.kiosk.state().screen;
const screenIs = (here: Rig, name: string, withinMs?: number) =>
  here.until(`the screen is ${name}`, () => screen(here).name === name, withinMs);

async function visiting() {
  const here = await rig();
  here.cloud.control.kind = 'visitor';
  here.kiosk.scan(LICENCE);
  await screenIs(here, 'howMany');
  return here;
}

async function withWorkflow() {
  const here = await rig();
  fakeWorkflow(here.cloud, here.machine, here.clock, here.broker.onPublished);
  return here;
}

describe('a rider', () => {
  it('scans, says how many, takes each bike, and is thanked', async () => {
    const here = await withWorkflow();
    here.machine.scan(LICENCE);
    await screenIs(here, 'howMany');
    here.kiosk.rent(2);

    for (let bike = 0; bike < 2; bike += 1)
      await here.until('a bike is taken', () => here.machine.take() !== undefined);
    await screenIs(here, 'thanks');

    expect(screen(here)).toMatchObject({ bikes: 2, view: { status: 'handedOver' } });
    await screenIs(here, 'idle');
    expect(here.machine.riding()).toEqual(['bike-1', 'bike-3']);
  });

  it('is shown what is offered, and never the session', async () => {
    const here = await rig();
    here.cloud.control.kind = 'visitor';

    here.kiosk.scan(LICENCE);
    await screenIs(here, 'howMany');

    expect(screen(here)).toMatchObject({ kind: 'visitor', offer: { fare: { unlockFee: 100 } } });
    expect(JSON.stringify(here.kiosk.state())).not.toContain('22222222-2222-4222-8222-222222222222');
  });

  it('is told at once that a kiosk is empty and where bikes are, with no call to any service', async () => {
    const here = await rig({ bikes: [null, null, null, null] });
    here.cloud.station('k2', 5, 3);
    await here.until('it is heard', () => here.kiosk.state().nearby[0]?.bikes === 5);
    here.broker.published.length = 0;

    here.kiosk.scan(LICENCE);
    const nearby = here.kiosk.state().nearby;
    here.kiosk.cancel();
    here.kiosk.scan(LICENCE);
    await quiet(here.clock);

    expect(screen(here)).toMatchObject({ name: 'refused', showNearby: true, title: 'No bikes here right now' });
    expect(nearby).toEqual([
      expect.objectContaining({ kioskId: 'k2', bikes: 5, docks: 3, metres: 640, minutes: 8, ageMinutes: 0 }),
      expect.not.objectContaining({ bikes: expect.anything() }),
    ]);
    expect(here.cloud.requests).toEqual([]);
    expect(here.broker.published).toEqual([]);
  });

  it('is told so too where the bikes that stand here are reserved, or in bays that are not well', async () => {
    const here = await rig();
    here.machine.bayFault(1, 'lockFailure');
    here.cloud.station('k1', 0, 2, { bays_withheld: [3] });
    await here.until('it is heard', () => here.kiosk.state().here.bikes === 0);

    here.kiosk.scan(LICENCE);

    expect(screen(here)).toMatchObject({ name: 'refused', title: 'No bikes here right now' });
    expect(here.cloud.requests).toEqual([]);
  });

  it('is sent nowhere on news that is too old: it says how old that is', async () => {
    const here = await rig({ bikes: [null, null, null, null] });
    here.cloud.station('k2', 5, 3);
    await here.until('it is heard', () => here.kiosk.state().nearby[0]?.bikes === 5);
    here.broker.cut(true);

    here.clock.advance(14 * 60_000);
    const soon = here.kiosk.state().nearby[0];
    here.clock.advance(106 * 60_000);
    const late = here.kiosk.state();

    expect(soon).toMatchObject({ bikes: 5, ageMinutes: 14 });
    expect(late.nearby[0]).toMatchObject({ isStale: true, ageMinutes: 120 });
    expect(late.nearby[0]).not.toHaveProperty('bikes');
    expect(late.here.heardMinutesAgo).toBe(120);
  });

  it('is sent to no kiosk that rents nothing, nor with a bike to one that takes none', async () => {
    const here = await rig({ bikes: [null, null, null, null] });

    here.cloud.station('k2', 5, 3, { is_renting: false, is_returning: false });
    await here.until('it is heard', () => here.kiosk.state().nearby[0]?.bikes !== undefined);

    expect(here.kiosk.state().nearby[0]).toMatchObject({ bikes: 0, docks: 0 });
  });

  it('may have a bike wait at a kiosk nearby, once they have scanned where there are none', async () => {
    const here = await rig({ bikes: [null, null, null, null] });
    here.cloud.station('k2', 5, 3);
    await here.until('it is heard', () => here.kiosk.state().nearby[0]?.bikes === 5);
    const asked = () => here.cloud.requests.map(({ url }) => new URL(url).pathname);

    here.kiosk.scan(LICENCE);
    const offered = screen(here);
    const askedBefore = asked();
    here.kiosk.hold('k2');
    await screenIs(here, 'held');

    expect(offered).toMatchObject({ name: 'refused', mayHold: true });
    expect(askedBefore).toEqual([]);
    expect(asked().slice(-2)).toEqual(['/v1/sessions', '/v1/reservations']);
    expect(JSON.parse(here.cloud.requests.at(-1)?.body ?? '')).toMatchObject({ kioskId: 'k2', bikes: 1 });
    expect(screen(here)).toMatchObject({ kioskName: 'Market Hall', walkMinutes: 8 });
    await screenIs(here, 'idle');
  });

  it('has the bike held by the session that found nothing to offer', async () => {
    const here = await rig();
    here.cloud.control.bikesMax = 0;
    here.kiosk.scan(LICENCE);
    await screenIs(here, 'refused');

    here.kiosk.hold('k2');
    await screenIs(here, 'held');

    expect(here.cloud.credentials).toHaveLength(1);
    expect(JSON.parse(here.cloud.requests.at(-1)?.body ?? '').sessionId).toBe('22222222-2222-4222-8222-222222222222');
  });

  it('hears in the city’s words why no bike waits', async () => {
    const here = await rig({ bikes: [null, null, null, null] });
    const detail = 'A bike is held for you already, at library. Please take that one.';
    const problem = { type: 'urn:freewheel:problem:reservation-standing', title: 'Standing', status: 409, detail };
    here.cloud.control.answers['/v1/reservations'] = { status: 409, body: JSON.stringify(problem) };
    here.kiosk.scan(LICENCE);

    here.kiosk.hold('k2');
    await screenIs(here, 'refused');

    expect(screen(here)).toMatchObject({ title: 'A bike waits for you already', message: detail });
  });

  it('has nothing held where nobody has scanned, or where whoever did has gone', async () => {
    const here = await rig({ bikes: [null, null, null, null] });

    expect(() => here.kiosk.hold('k2')).toThrow(NotNow);
    here.kiosk.scan(LICENCE);
    expect(() => here.kiosk.hold('atlantis')).toThrow(NotNow);
    await screenIs(here, 'idle');

    expect(() => here.kiosk.hold('k2')).toThrow(NotNow);
    expect(here.cloud.requests).toEqual([]);
  });

  it('is turned away without the offer where the ID cannot be read, or has expired', async () => {
    const here = await rig({ bikes: [null, null, null, null] });

    here.kiosk.scan(LICENCE.slice(0, 80));
    const unread = screen(here);
    here.kiosk.scan(pdf417({ ...HOLDER, expires: '2026-05-30' }));

    for (const shown of [unread, screen(here)])
      expect(shown).toMatchObject({ title: 'No bikes here right now', mayHold: false });
  });

  it('still hears of the neighbours after a restart without a network', async () => {
    const here = await rig({ bikes: [null, null, null, null] });
    here.cloud.station('k2', 5, 3);
    await here.until('it is heard', () => here.kiosk.state().nearby[0]?.bikes === 5);

    here.broker.cut(true);
    await here.powerCycle();

    expect(here.kiosk.state().nearby[0]).toMatchObject({ kioskId: 'k2', bikes: 5 });
  });

  it('is asked to scan again when the scan cannot be read', async () => {
    const here = await rig();

    expect(() => here.kiosk.scan(LICENCE.slice(0, 80))).toThrow(ScanUnreadable);

    expect(screen(here)).toMatchObject({ name: 'refused', title: 'Please scan again' });
    expect(here.cloud.requests).toEqual([]);
  });

  it('is told that a licence has expired without asking the city', async () => {
    const here = await rig();

    here.kiosk.scan(pdf417({ ...HOLDER, expires: '2026-05-30' }));

    expect(screen(here)).toMatchObject({ name: 'refused', title: 'Licence expired' });
    expect(here.cloud.requests).toEqual([]);
  });

  it('may use a licence on its last day', async () => {
    const here = await rig();

    here.kiosk.scan(pdf417({ ...HOLDER, expires: '2026-06-01' }));

    expect(screen(here).name).toBe('checking');
  });

  it('must answer in turn', async () => {
    const here = await rig();

    expect(() => here.kiosk.rent(1)).toThrow(NotNow);
    here.kiosk.scan(LICENCE);
    expect(() => here.kiosk.scan(LICENCE)).toThrow(NotNow);
    await screenIs(here, 'howMany');
    expect(() => here.kiosk.rent(4)).toThrow(NotNow);
  });

  it('is forgotten when they answer nothing for a minute', async () => {
    const here = await rig();
    here.kiosk.scan(LICENCE);
    await screenIs(here, 'howMany');

    here.clock.advance(60_000);

    expect(screen(here)).toEqual({ name: 'idle' });
  });

  it('is not taken for the next one when the answer comes late', async () => {
    const here = await rig();
    let answerFirst = () => {};
    here.kiosk.scan(LICENCE);
    await here.until('the keys and the token are there', () => here.cloud.credentials.length === 1, 5_000);
    here.kiosk.cancel();
    here.cloud.control.gate = new Promise((resolve) => {
      answerFirst = resolve;
    });
    here.kiosk.scan(LICENCE);
    await here.until('the first session is asked for', () => here.cloud.credentials.length === 2, 5_000);
    here.kiosk.cancel();
    here.cloud.control.gate = new Promise(() => {});
    here.kiosk.scan(LICENCE);

    answerFirst();
    await quiet(here.clock);

    expect(screen(here)).toEqual({ name: 'checking' });
  });

  it('who visits answers the second prompt by tapping a card, for one bike or as many as were chosen', async () => {
    const here = await rig();
    here.cloud.control.kind = 'visitor';
    for (const bikes of [1, 2]) {
      here.kiosk.scan(LICENCE);
      await screenIs(here, 'howMany');
      if (bikes > 1) here.kiosk.choose(bikes);
      here.machine.tap();
      await screenIs(here, 'renting');
      here.clock.advance(300_000);
    }

    const asked = here.cloud.requests
      .filter(({ method }) => method === 'PUT')
      .map(({ body }) => JSON.parse(body ?? ''));
    expect(asked).toMatchObject([
      { bikes: 1, paymentMethod: SANDBOX_CARDS.good },
      { bikes: 2, paymentMethod: SANDBOX_CARDS.good },
    ]);
  });

  it('starts one rental with two taps', async () => {
    const here = await visiting();

    here.machine.tap();
    here.machine.tap('secondAttempt');
    await quiet(here.clock);

    expect(here.cloud.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
    expect(here.cloud.views.size).toBe(1);
  });

  it('leaves the tap’s reference nowhere: not on the page, not in the log, not on the disk', async () => {
    const here = await visiting();

    here.machine.tap();
    await here.until('the rental is asked for', () => here.cloud.views.size === 1);

    const kept = [here.kiosk.state(), here.log, here.store.oldestFact(), here.store.get('damageReports')];
    expect(JSON.stringify(kept)).not.toContain(SANDBOX_CARDS.good);
  });

  it('who visits does not get around the reader by a number', async () => {
    const here = await visiting();

    expect(() => here.kiosk.rent(1)).toThrow('Please tap your card');
    expect(screen(here).name).toBe('howMany');
  });

  it('who visits has the same tap sent again, for the same rental, when the answer is lost', async () => {
    const here = await visiting();
    here.cloud.control.losing = { path: '/v1/rentals/', times: 2 };

    here.machine.tap();
    await here.until(
      'it was asked thrice',
      () => here.cloud.requests.filter(({ method }) => method === 'PUT').length === 3,
    );

    const puts = here.cloud.requests.filter(({ method }) => method === 'PUT');
    expect(new Set(puts.map(({ url, body }) => `${url} ${body}`)).size).toBe(1);
    expect(here.cloud.views.size).toBe(1);
  });

  it('whose card is declined reads that nothing was taken, and pays with another after the next scan', async () => {
    const here = await visiting();
    fakeWorkflow(here.cloud, here.machine, here.clock, here.broker.onPublished);

    here.machine.tap('declined');
    await screenIs(here, 'refused');
    const declined = screen(here);
    here.machine.tap();
    here.kiosk.scan(LICENCE);
    await screenIs(here, 'howMany');
    here.machine.tap();
    await here.until('a bike is taken', () => here.machine.take() !== undefined);
    await screenIs(here, 'thanks');

    expect(declined).toMatchObject({
      title: 'The card was declined',
      message: expect.stringMatching(/Nothing was taken.*scan your licence again/),
    });
    expect(here.cloud.views.size).toBe(2);
  });

  it('is not charged for a tap that nobody asked for', async () => {
    const here = await rig();
    here.machine.tap();
    const idle = screen(here).name;
    here.kiosk.scan(LICENCE);
    await screenIs(here, 'howMany');

    here.machine.tap();

    expect([idle, screen(here).name]).toEqual(['idle', 'howMany']);
    expect(here.cloud.requests.some(({ method }) => method === 'PUT')).toBe(false);
  });

  it('who chooses more than is offered, or before the scan, is told so', async () => {
    const here = await rig();

    expect(() => here.kiosk.choose(1)).toThrow(NotNow);
    here.kiosk.scan(LICENCE);
    await screenIs(here, 'howMany');
    expect(() => here.kiosk.choose(4)).toThrow('3 at the most');
  });

  it('sees the bike come also when the answer to the request was lost for good', async () => {
    const here = await withWorkflow();
    here.kiosk.scan(LICENCE);
    await screenIs(here, 'howMany');

    here.cloud.control.losing = { path: '/v1/rentals/', times: 9 };
    here.kiosk.rent(1);
    await here.until('a bike is taken', () => here.machine.take() !== undefined);
    await screenIs(here, 'thanks');

    expect(here.cloud.views.size).toBe(1);
  });

  it('learns by asking what happened while the connection was gone', async () => {
    const here = await rig();
    here.kiosk.scan(LICENCE);
    await screenIs(here, 'howMany');
    const rentalId = here.kiosk.rent(1);
    await here.until('the rental is known', () => here.cloud.views.has(rentalId));
    const view = here.cloud.views.get(rentalId);
    here.broker.cut(true);
    if (view) here.cloud.views.set(rentalId, { ...view, status: 'failed', revision: 9 });

    here.broker.cut(false);
    await screenIs(here, 'refused', 3_000);

    expect(screen(here)).toMatchObject({ title: 'No bike this time' });
  });

  it('sees their bike come also after a power cut, and nobody is asked for an ID before the open door', async () => {
    const here = await withWorkflow();
    here.kiosk.scan(LICENCE);
    await screenIs(here, 'howMany');
    const rentalId = here.kiosk.rent(1);
    await here.until('the rental is known', () => here.cloud.views.has(rentalId));

    await here.powerCycle();
    const again = screen(here);
    await here.until('the door is open', () => here.machine.read().door === 'open');
    expect(() => here.kiosk.scan(LICENCE)).toThrow(NotNow);
    here.machine.take();
    await screenIs(here, 'thanks');

    expect(again).toEqual({ name: 'renting', rentalId, bikes: 1 });
    await here.powerCycle();
    expect(screen(here).name).toBe('idle');
  });

  it('whose request went down with the power hears so once it can come no more, and scans again', async () => {
    const here = await rig();
    here.kiosk.scan(LICENCE);
    await screenIs(here, 'howMany');
    here.cloud.control.unreachable = true;
    here.kiosk.rent(1);

    await here.powerCycle();
    here.cloud.control.unreachable = false;
    await here.until('the kiosk is online', () => here.kiosk.state().online);
    await quiet(here.clock);
    const asLongAsItMayCome = screen(here).name;
    await screenIs(here, 'refused');

    expect(asLongAsItMayCome).toBe('renting');
    expect(screen(here)).toMatchObject({
      title: 'Please scan again',
      message: expect.stringContaining('Nothing was charged'),
    });
    here.kiosk.scan(LICENCE);
    await screenIs(here, 'howMany');
  });

  it('is forgotten where the power stays away for longer than they would have waited', async () => {
    const here = await rig();
    here.kiosk.scan(LICENCE);
    await screenIs(here, 'howMany');
    here.kiosk.rent(1);

    here.machine.cutPower();
    await here.kiosk.stop();
    here.clock.advance(300_000);
    await here.powerCycle();

    expect(screen(here).name).toBe('idle');
  });

  it('has the hatch to themselves: a bike for somebody who came before waits until they are done', async () => {
    const here = await rig();
    here.kiosk.scan(LICENCE);
    await screenIs(here, 'howMany');
    const bike = { bikeId: 'bike-3', bay: 3 };
    await here.cloud.send({ kind: 'move', ...bike });
    await quiet(here.clock);
    const asked = here.machine.read().hatch;
    const rentalId = here.kiosk.rent(1);
    await here.cloud.send({ kind: 'move', rentalId, bikeId: 'bike-1', bay: 1 });
    await here.untilFact('BikeAtHatch');
    const mine = here.machine.read().hatch;
    await here.cloud.send({ kind: 'openUntilTaken', rentalId, bikeId: 'bike-1', bay: 1 });
    await here.until('a bike is taken', () => here.machine.take() !== undefined);
    await quiet(here.clock);
    const renting = here.machine.read().hatch;
    here.cloud.tell({ ...(here.cloud.views.get(rentalId) as RentalView), status: 'failed', revision: 9 });

    await here.until('the other bike comes', () => here.machine.read().hatch === 'bike-3');

    expect([asked, mine, renting]).toEqual([null, 'bike-1', null]);
  });

  it('is asked to wait while a bike stands in the hatch for somebody who came before', async () => {
    const here = await rig();
    const bike = { bikeId: 'bike-3', bay: 3 };
    await here.cloud.send({ kind: 'move', ...bike });
    await here.until('the bike is fetched', () => here.machine.motion()?.kind === 'fetch');
    here.kiosk.scan(LICENCE);
    const moving = screen(here);
    await here.untilFact('BikeAtHatch');
    here.kiosk.scan(LICENCE);
    const standing = screen(here);
    await here.cloud.send({ kind: 'openUntilTaken', ...bike });
    await here.untilFact('DoorOpened');
    here.kiosk.scan(LICENCE);
    const open = screen(here);
    const asked = here.cloud.requests.filter(({ url }) => url.endsWith('/v1/sessions'));
    here.machine.take();
    await here.untilFact('BikeTaken');

    here.kiosk.scan(LICENCE);

    for (const shown of [moving, standing, open])
      expect(shown).toMatchObject({ name: 'refused', title: 'One moment, please' });
    expect(asked).toEqual([]);
    expect(screen(here).name).toBe('checking');
  });
});
