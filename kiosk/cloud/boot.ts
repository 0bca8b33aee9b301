import { createHash } from 'node:crypto';
import { HEARTBEAT_S, type KioskBooted } from '../../functions/bikes/kiosk-contract.ts';
import type { KioskBoot } from '../../functions/frontend/contract.ts';
import { type Clock, instant, type Timer } from '../../seams/clock.ts';
import type { KioskConfig } from '../config.ts';
import type { KioskStore } from '../store/kiosk-store.ts';
import type { Api } from './api.ts';
import type { CorrectedClock } from './corrected-clock.ts';

/** Says to the city what this kiosk is, and keeps what it answers. */
export interface Boot {
  begin(): void;
  /** The connection came up: whoever has not been answered asks again at once. */
  reconnected(): void;
  /** What the city last answered, also before the last power cut. */
  answer(): KioskBooted | undefined;
  /** How often the city wants to hear that the kiosk is there, in milliseconds. */
  heartbeatMs(): number;
}

export interface BootParts {
  api: Api;
  store: KioskStore;
  clock: CorrectedClock;
  /** The device's own clock. */
  device: Clock;
  programVersion: string;
  faults(): KioskBoot['faults'];
  /** The city has answered. */
  onAnswer(): void;
  log(line: string): void;
}

/** A quartz drifts by seconds a day: once a day is enough to know the time, and to be known by one's version. */
const AGAIN_AFTER_MS = 24 * 60 * 60_000;
/** A city that does not answer is asked at these intervals, the last one for good. */
const PAUSES_MS = [5_000, 15_000, 60_000, 300_000];

/** What tells one configuration from another: the start of its hash. */
function configVersion(config: KioskConfig): string {
  return createHash('sha256').update(JSON.stringify(config)).digest('hex').slice(0, 12);
}

export function kioskBoot(config: KioskConfig, parts: BootParts): Boot {
  const { api, store, clock, device, log } = parts;
  let timer: Timer | undefined;
  let failures = 0;
  let isAsking = false;
  let isAnswered = false;

  const again = (delayMs: number) => {
    timer?.cancel();
    timer = clock.after(delayMs, () => void ask());
  };

  async function ask(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    timer?.cancel();
    let sentAt = device.now();
    try {
      const { programVersion } = parts;
      const said = { city: config.city, programVersion, configVersion: configVersion(config), bays: config.bays };
      const answer = await api.boot(() => {
        sentAt = device.now();
        return { ...said, faults: parts.faults(), at: instant(clock.now()) };
      });
      clock.learnTime(Date.parse(answer.currentTime), sentAt, device.now());
      store.put('booted', answer);
      failures = 0;
      isAnswered = true;
      if (answer.status !== 'accepted') log(`${config.kioskId} is ${answer.status}: ${answer.reason}`);
      again(answer.status === 'accepted' ? AGAIN_AFTER_MS : answer.heartbeatSeconds * 1000);
      parts.onAnswer();
    } catch (error) {
      log(`${config.kioskId} has not booted: ${(error as Error).message}`);
      again(PAUSES_MS[Math.min(failures++, PAUSES_MS.length - 1)] ?? AGAIN_AFTER_MS);
    } finally {
      isAsking = false;
    }
  }

  const answer = () => store.get<KioskBooted>('booted');
  return {
    begin: () => void ask(),
    reconnected: () => {
      if (!isAnswered) void ask();
    },
    answer,
    heartbeatMs: () => (answer()?.heartbeatSeconds ?? HEARTBEAT_S) * 1000,
  };
}
