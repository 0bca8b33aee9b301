import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { correctedClock } from '../../../kiosk/cloud/corrected-clock.ts';
import { openKioskStore } from '../../../kiosk/store/kiosk-store.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const skews = fc.integer({ min: -86_400_000, max: 86_400_000 });
const delays = fc.integer({ min: 0, max: 5_000 });

describe('the corrected clock', () => {
  it('comes within a second and the time on the way of the cloud’s, however wrong the device is', () => {
    const learn = (skewMs: number, thereMs: number, backMs: number) => {
      const device = virtualClock();
      const clock = correctedClock(device, openKioskStore(':memory:'));

      const sentAt = device.now();
      device.advance(thereMs);
      const header = new Date(device.now() + skewMs).toUTCString();
      device.advance(backMs);
      clock.learn(header, sentAt, device.now());

      expect(Math.abs(clock.now() - (device.now() + skewMs))).toBeLessThanOrEqual(1_000 + thereMs + backMs);
    };

    fc.assert(fc.property(skews, delays, delays, learn));
  });

  it('does not move a clock that is right', () => {
    const device = virtualClock();
    const clock = correctedClock(device, openKioskStore(':memory:'));
    device.advance(700);

    clock.learn(new Date(device.now()).toUTCString(), device.now(), device.now());

    expect(clock.now()).toBe(device.now());
  });

  it('still knows the correction after a restart, and ignores a header that is no date', () => {
    const device = virtualClock();
    const store = openKioskStore(':memory:');
    correctedClock(device, store).learn(new Date(device.now() + 3_600_000).toUTCString(), device.now(), device.now());

    const clock = correctedClock(device, store);
    clock.learn('yesterday', device.now(), device.now());
    clock.learn(undefined, device.now(), device.now());

    expect(clock.now() - device.now()).toBe(3_600_000);
    expect(clock.fromDevice(0)).toBe(3_600_000);
  });
});
