import { describe, expect, it } from '@jest/globals';
import { instant } from '../../seams/clock.ts';
import { LICENCE } from './support/people.ts';
import { type Rig, rig } from './support/rig.ts';
import { quiet } from './support/virtual-clock.ts';

const OWN = { is_installed: true, is_in_contact: true };
const DRAINING = { ...OWN, is_renting: false, is_returning: true };
const CLOSED = { ...OWN, is_renting: false, is_returning: false };
const OPEN = { ...OWN, is_renting: true, is_returning: true };

/** What the city says of this kiosk, some seconds later each time. */
async function told(here: Rig, said: object): Promise<void> {
  here.clock.advance(5_000);
  here.cloud.station('k1', 2, 2, { ...said, as_of: instant(here.clock.now()) });
  await quiet(here.clock);
}

const phase = (here: Rig) => here.kiosk.state().returning?.phase;

describe('a kiosk that is to be emptied', () => {
  it('says at once that it gives no bikes, asks nobody, and takes bikes back', async () => {
    const here = await rig();
    await told(here, DRAINING);

    here.kiosk.scan(LICENCE);
    here.machine.dock('bike-7');
    await here.until('it is in', () => phase(here) === 'docked');

    expect(here.kiosk.state().screen).toMatchObject({ name: 'refused', title: 'No bikes from this kiosk' });
    expect(here.cloud.requests).toEqual([]);
  });

  it('still is after a power cut without a network', async () => {
    const here = await rig();
    await told(here, DRAINING);
    here.broker.cut(true);
    here.cloud.control.unreachable = true;

    await here.powerCycle();

    expect(here.kiosk.state().here.service).toBe('returnsOnly');
  });
});

describe('a kiosk that is closed', () => {
  it('takes no bike, gives its rider minutes, and says where to go', async () => {
    const here = await rig();
    here.cloud.station('k2', 5, 3);
    await told(here, CLOSED);

    here.machine.dock('bike-7');
    await here.untilFact('NoDockFree');

    expect(phase(here)).toBe('closed');
    expect(here.machine.read().door).toBe('closed');
    expect(here.kiosk.state().nearby[0]).toMatchObject({ docks: 3 });
  });

  it('is open again as soon as it is told, and is told nothing by what is older', async () => {
    const here = await rig();
    await told(here, CLOSED);
    const closedAt = instant(here.clock.now());
    await told(here, OPEN);

    here.cloud.station('k1', 2, 2, { ...CLOSED, as_of: closedAt });
    await quiet(here.clock);

    expect(here.kiosk.state().here.service).toBe('open');
  });

  it('is not closed by having been out of contact', async () => {
    const here = await rig();

    await told(here, { is_installed: true, is_in_contact: false, is_renting: false, is_returning: false });

    expect(here.kiosk.state().here.service).toBe('open');
  });
});
