import { describe, expect, it } from '@jest/globals';
import { type Rig, rig } from '../support/rig.ts';
import { quiet } from '../support/virtual-clock.ts';

const FULL = ['bike-1', 'bike-2', 'bike-3', 'bike-4'];
const QUARTER_HOUR_MS = 15 * 60_000;

const turnedAway = (here: Rig) => here.cloud.facts().filter(({ type }) => type === 'NoDockFree');

async function present(here: Rig, bikeId: string): Promise<void> {
  here.machine.dock(bikeId);
  await here.until('it is turned away', () => here.kiosk.state().returning?.phase === 'full');
  await quiet(here.clock);
}

describe('a kiosk without a free bay', () => {
  it('tells the city when it turned a bike away', async () => {
    const here = await rig({ bikes: FULL });
    const before = here.clock.now();

    await present(here, 'bike-7');

    const [fact] = turnedAway(here);
    expect(fact).toMatchObject({ type: 'NoDockFree', bikeId: 'bike-7', kioskId: 'k1' });
    expect(Date.parse(fact?.at ?? '')).toBeGreaterThanOrEqual(before);
  });

  it('tells it once in a quarter of an hour for each bike', async () => {
    const here = await rig({ bikes: FULL });

    await present(here, 'bike-7');
    await present(here, 'bike-7');
    await present(here, 'bike-8');
    here.clock.advance(QUARTER_HOUR_MS);
    await present(here, 'bike-7');

    expect(turnedAway(here)).toMatchObject([{ bikeId: 'bike-7' }, { bikeId: 'bike-8' }, { bikeId: 'bike-7' }]);
  });

  it('does not tell it again because its power was cut', async () => {
    const here = await rig({ bikes: FULL });
    await present(here, 'bike-7');

    await here.powerCycle();
    await present(here, 'bike-7');

    expect(turnedAway(here)).toHaveLength(1);
  });

  it('tells it when the network is back, with the time at which it was', async () => {
    const here = await rig({ bikes: FULL });
    here.broker.cut(true);
    await present(here, 'bike-7');
    const by = here.clock.now();
    here.clock.advance(600_000);

    here.broker.cut(false);
    await here.untilFact('NoDockFree');

    expect(Date.parse(turnedAway(here)[0]?.at ?? '')).toBeLessThanOrEqual(by);
  });
});
