import { describe, expect, it } from '@jest/globals';
import { LICENCE } from '../support/people.ts';
import { type Rig, rig } from '../support/rig.ts';

const screen = (here: Rig) => here.kiosk.state().screen;
const screenIs = (here: Rig, name: string) => here.until(`the screen is ${name}`, () => screen(here).name === name);

const problemBody = (problem: string, status: number, detail: string) =>
  JSON.stringify({ type: `urn:freewheel:problem:${problem}`, title: problem, status, detail });

describe('a rider who is refused', () => {
  it.each([
    ['document-expired', 403, 'Licence expired'],
    ['credential-unreadable', 422, 'Please scan again'],
    ['too-many-attempts', 429, 'One moment, please'],
  ])('reads the city’s own words on %s', async (problem, status, title) => {
    const here = await rig();
    here.cloud.control.answers['/v1/sessions'] = { status, body: problemBody(problem, status, 'Words for the rider.') };

    here.kiosk.scan(LICENCE);
    await screenIs(here, 'refused');

    expect(screen(here)).toMatchObject({ title, message: 'Words for the rider.' });
  });

  it.each([
    ['kiosk-unknown', 403],
    ['rental-conflict', 409],
    ['something-new', 418],
  ])('is spared the city’s words on %s, which are for the kiosk', async (problem, status) => {
    const here = await rig();
    here.cloud.control.answers['/v1/sessions'] = { status, body: problemBody(problem, status, 'Internal words.') };

    here.kiosk.scan(LICENCE);
    await screenIs(here, 'refused');

    expect(screen(here)).toMatchObject({ title: 'This kiosk has a fault', showNearby: true });
    expect(JSON.stringify(screen(here))).not.toContain('Internal');
  });

  it('who visits reads what to do when the city got no card', async () => {
    const here = await rig();
    here.cloud.control.kind = 'visitor';
    here.kiosk.scan(LICENCE);
    await screenIs(here, 'howMany');

    here.cloud.control.next.push({
      status: 422,
      body: problemBody('payment-method-missing', 422, 'Words for the kiosk.'),
    });
    here.machine.tap();
    await screenIs(here, 'refused');

    expect(screen(here)).toMatchObject({
      title: 'No card was read',
      message: expect.stringContaining('scan your licence again'),
      showNearby: false,
    });
  });

  it('is told when the city cannot be reached, and that nothing was charged', async () => {
    const here = await rig();
    here.cloud.control.unreachable = true;

    here.kiosk.scan(LICENCE);
    await screenIs(here, 'refused');

    expect(screen(here)).toMatchObject({ message: expect.stringContaining('Nothing was charged') });
  });

  it('is told that the bike may still come when the answer to the request was lost', async () => {
    const here = await rig();
    here.kiosk.scan(LICENCE);
    await screenIs(here, 'howMany');

    here.cloud.control.unreachable = true;
    here.kiosk.rent(1);
    await screenIs(here, 'refused');

    expect(screen(here)).toMatchObject({ message: expect.stringContaining('the bike still comes') });
  });
});
