import type { BikePart } from '../../functions/bikes/contract.ts';
import { type Clock, instant, type Timer } from '../../seams/clock.ts';
import { type Random, uuid } from '../../seams/random.ts';
import type { Api, DamageReport } from '../cloud/api.ts';
import { CloudRefused } from '../cloud/request.ts';
import type { KioskStore } from '../store/kiosk-store.ts';

/** What riders said is wrong with bikes, on its way to the city: kept on disk until it has arrived. */
export interface DamageReports {
  /** Saying the same of the same bike again adds nothing while it still waits. */
  report(bikeId: string, part: BikePart): void;
  waiting(): number;
  /** The network may be back: what waits is sent now. */
  resume(): void;
}

export interface DamageReportParts {
  api: Pick<Api, 'reportDamage'>;
  store: KioskStore;
  clock: Clock;
  random: Random;
  log(line: string): void;
}

/** After the API's own attempts, which take some eight seconds. A mechanic comes tomorrow: a minute is soon enough. */
const TRY_AGAIN_AFTER_MS = 60_000;

/**
 * Sent one after another, oldest first, under the id that was minted here: a report whose answer was lost is sent
 * again, and stays one report.
 */
export function damageReports(parts: DamageReportParts): DamageReports {
  const { api, store, clock } = parts;
  let sending = false;
  let later: Timer | undefined;

  const queue = () => store.get<DamageReport[]>('damageReports') ?? [];

  function removeReport(reportId: string): void {
    const left = queue().filter((report) => report.reportId !== reportId);
    store.put('damageReports', left);
  }

  /** Gives whether the next one may be sent. */
  async function send(report: DamageReport): Promise<boolean> {
    try {
      await api.reportDamage(report);
      removeReport(report.reportId);
      return true;
    } catch (error) {
      parts.log(`Report ${report.reportId} was not sent: ${(error as Error).message}`);
      if (!isHopeless(error)) return false;
      removeReport(report.reportId);
      return true;
    }
  }

  async function sendAll(): Promise<void> {
    if (sending) return;
    sending = true;
    later?.cancel();
    for (let next = queue()[0]; next; next = queue()[0]) {
      if (await send(next)) continue;
      later = clock.after(TRY_AGAIN_AFTER_MS, () => void sendAll());
      break;
    }
    sending = false;
  }

  return {
    report: (bikeId, part) => {
      const waiting = queue();
      if (waiting.some((report) => report.bikeId === bikeId && report.part === part)) return;
      const report = { reportId: uuid(parts.random), bikeId, part, at: instant(clock.now()) };
      store.put('damageReports', [...waiting, report]);
      void sendAll();
    },
    waiting: () => queue().length,
    resume: () => void sendAll(),
  };
}

/** The city has read the report and will never take it. A refusal of the kiosk itself (401, 403) may pass. */
function isHopeless(error: unknown): boolean {
  return error instanceof CloudRefused && error.status !== 401 && error.status !== 403;
}
