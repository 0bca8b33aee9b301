import { describe, expect, it } from '@jest/globals';
import { simulatedMachine } from '../../../kiosk/hardware/simulated/machine.ts';
import { createKiosk, type Kiosk } from '../../../kiosk/kiosk.ts';
import { openKioskStore } from '../../../kiosk/store/kiosk-store.ts';
import { seededRandom } from '../../simulation/seeded-random.ts';
import { fakeCloud } from '../support/fake-cloud.ts';
import { memoryBroker } from '../support/memory-broker.ts';
import { LICENCE } from '../support/people.ts';
import { CONFIG, rig } from '../support/rig.ts';
import { quiet, until, virtualClock } from '../support/virtual-clock.ts';

const KIOSKS = 60;
const SPREAD_S = 30;
const JUST_POWERED = 40_000;
const UP_FOR_DAYS = 3 * 24 * 3_600_000;

/** What the city said when a kiosk booted before its power was cut. */
const BOOTED = {
  ...{ status: 'accepted', currentTime: '2026-06-01T09:00:00.000Z', heartbeatSeconds: 300 },
  ...{ is_renting: true, is_returning: true, bootSpreadSeconds: SPREAD_S },
};

/** Kiosks that start in the same moment: when each has booted and connected, in seconds after it. */
async function startTogether(machineUpMs: number) {
  const clock = virtualClock();
  const broker = memoryBroker();
  const cloud = await fakeCloud(clock, broker);
  const startedAt = clock.now();
  const bootedAt: number[] = [];
  const connectedAt: number[] = [];
  const kiosks = Array.from({ length: KIOSKS }, (_, index): Kiosk => {
    const store = openKioskStore(':memory:');
    store.put('booted', BOOTED);
    return createKiosk({
      config: { ...CONFIG, kioskId: `k${index + 1}` },
      deviceKey: cloud.deviceKey,
      transport: (clientId, listener) => {
        connectedAt.push((clock.now() - startedAt) / 1_000);
        return broker.transport(clientId, listener);
      },
      http: async (request) => {
        if (request.url.endsWith('/boot')) bootedAt.push((clock.now() - startedAt) / 1_000);
        return cloud.http(request);
      },
      driver: simulatedMachine({ clock, bikes: [null], save: () => {} }),
      ...{ store, clock, random: seededRandom(index + 1), machineUpMs },
    });
  });
  await Promise.all(kiosks.map((kiosk) => kiosk.start()));
  const computing = () => kiosks.some((kiosk) => kiosk.computing());
  await until(clock, 'all have booted', () => cloud.boots.length === KIOSKS, (SPREAD_S + 5) * 1_000, computing);
  await Promise.all(kiosks.map((kiosk) => kiosk.stop()));
  return { bootedAt, connectedAt };
}

/** How many came in the busiest second. */
const busiest = (moments: number[]) =>
  Math.max(...[...Map.groupBy(moments, Math.floor).values()].map((second) => second.length));

describe('kiosks whose power comes back in the same moment', () => {
  it('come back over the time that the city has told, each at a moment of its own', async () => {
    const { bootedAt, connectedAt } = await startTogether(JUST_POWERED);

    for (const moments of [bootedAt, connectedAt]) {
      expect(moments).toHaveLength(KIOSKS);
      // Two a second on average: chance makes some seconds busier, and none as busy as all at once.
      expect(busiest(moments)).toBeLessThanOrEqual(8);
      expect(Math.min(...moments)).toBeLessThan(SPREAD_S / 4);
      expect(Math.max(...moments)).toBeGreaterThan((SPREAD_S * 3) / 4);
      expect(Math.max(...moments)).toBeLessThan(SPREAD_S + 1);
    }
  });

  it('do not wait where only their programs were started', async () => {
    const { bootedAt, connectedAt } = await startTogether(UP_FOR_DAYS);

    expect(Math.max(...bootedAt, ...connectedAt)).toBeLessThan(1);
  });
});

describe('a kiosk that has not called yet', () => {
  const powered = async () => {
    const here = await rig({
      machineUpMs: JUST_POWERED,
      random: { bytes: (length) => new Uint8Array(length).fill(200) },
      start: false,
    });
    here.store.put('booted', BOOTED);
    await here.powerCycle();
    await quiet(here.clock);
    return here;
  };

  it('is at once there for whoever scans their ID', async () => {
    const here = await powered();
    const before = [here.kiosk.state().online, here.cloud.requests.length];

    here.machine.scan(LICENCE);
    await here.until('the second prompt is there', () => here.kiosk.state().screen.name === 'howMany');

    expect(before).toEqual([false, 0]);
    expect(here.kiosk.state().online).toBe(true);
    expect(here.cloud.boots).toHaveLength(1);
  });

  it('takes a bike back, and tells of it at once', async () => {
    const here = await powered();

    here.machine.dock('bike-7');
    await here.untilFact('BikeDocked');

    expect(here.clock.now() - Date.parse('2026-06-01T10:00:00.000Z')).toBeLessThan(20_000);
  });

  it('waits for nothing when it starts for the first time', async () => {
    const here = await rig({ machineUpMs: JUST_POWERED });

    expect(here.cloud.boots).toHaveLength(1);
  });
});
