import type { BikePart, DamageSeverity } from '../../functions/bikes/contract.ts';
import { type Clock, instant, type Timer } from '../../seams/clock.ts';
import { type Random, uuid } from '../../seams/random.ts';
import type { Api, DamageReport } from '../cloud/api.ts';
import { isHopeless } from '../cloud/request.ts';
import type { Shot } from '../photos/shoot.ts';
import type { KioskStore } from '../store/kiosk-store.ts';
import { damagePhotos } from './damage-photos.ts';

/** What riders said is wrong with bikes, on its way to the city: kept on disk until it has arrived. */
export interface DamageReports {
  /**
   * A part is named, or more is said of it: that is the same report, for as long as its rider stands here. What was said
   * once stays; saying it again adds nothing.
   */
  say(bikeId: string, part: BikePart, more?: { severity?: DamageSeverity | undefined; shot?: Shot | undefined }): void;
  /** Its rider has gone: what is said of the bike from here on is another report. */
  close(bikeId: string): void;
  waiting(): number;
  /** The network may be back: what waits is sent now. */
  resume(): void;
}

export interface DamageReportParts {
  api: Pick<Api, 'reportDamage' | 'grantUpload' | 'upload'>;
  store: KioskStore;
  clock: Clock;
  random: Random;
  log(line: string): void;
}

/** After the API's own attempts, which take some eight seconds. A mechanic comes tomorrow: a minute is soon enough. */
const TRY_AGAIN_AFTER_MS = 60_000;

/**
 * Sent one after another, oldest first, under the id that was minted here: a report whose answer was lost is sent
 * again, and stays one report. It is sent as soon as the part is named, since a bike whose brakes fail is to be withdrawn
 * before the next rider comes, and again with each thing that is added. Photos come after all that is said.
 */
export function damageReports(parts: DamageReportParts): DamageReports {
  const { api, store, clock, random } = parts;
  const photos = damagePhotos(parts);
  /** What riders who stand here have said, by bike and part. */
  const open = new Map<string, DamageReport>();
  let sending = false;
  let later: Timer | undefined;

  const queue = () => store.get<DamageReport[]>('damageReports') ?? [];
  const isSame = (one: DamageReport, other: DamageReport) => JSON.stringify(one) === JSON.stringify(other);

  function putInQueue(report: DamageReport): void {
    const others = queue().filter(({ reportId }) => reportId !== report.reportId);
    store.put('damageReports', [...others, report]);
  }

  /** One to which something was added meanwhile stays. */
  function removeFromQueue(sent: DamageReport): void {
    const left = queue().filter((report) => !isSame(report, sent));
    store.put('damageReports', left);
  }

  /** Gives whether the next one may be sent. */
  async function send(report: DamageReport): Promise<boolean> {
    try {
      const { photoId } = await api.reportDamage(report);
      if (photoId !== undefined) photos.announced(report.reportId, photoId);
      else if (report.hasPhoto) photos.drop(report.reportId);
      removeFromQueue(report);
      return true;
    } catch (error) {
      parts.log(`Report ${report.reportId} was not sent: ${(error as Error).message}`);
      if (!isHopeless(error)) return false;
      removeFromQueue(report);
      photos.drop(report.reportId);
      return true;
    }
  }

  async function sendQueue(): Promise<boolean> {
    for (let next = queue()[0]; next; next = queue()[0]) if (!(await send(next))) return false;
    return true;
  }

  async function sendAll(): Promise<void> {
    if (sending) return;
    sending = true;
    later?.cancel();
    let isSaid: boolean;
    let isShown = false;
    // What is said while photos are on their way goes before all that are left of them.
    do {
      isSaid = await sendQueue();
      isShown = isSaid && (await photos.send());
    } while (isSaid && queue().length > 0);
    if (!isShown) later = clock.after(TRY_AGAIN_AFTER_MS, () => void sendAll());
    sending = false;
  }

  return {
    say: (bikeId, part, { severity, shot } = {}) => {
      const key = `${bikeId}/${part}`;
      const known = open.get(key);
      const report = known ?? { reportId: uuid(random), bikeId, part, at: instant(clock.now()) };
      store.transaction(() => {
        const isPictured = shot !== undefined && !report.hasPhoto && photos.keep(report.reportId, shot);
        const said: DamageReport = {
          ...report,
          ...(report.severity === undefined && severity !== undefined && { severity }),
          ...(isPictured && { hasPhoto: true }),
        };
        open.set(key, said);
        if (!known || !isSame(known, said)) putInQueue(said);
      });
      void sendAll();
    },
    close: (bikeId) => {
      for (const key of [...open.keys()]) if (key.startsWith(`${bikeId}/`)) open.delete(key);
    },
    waiting: () => queue().length,
    resume: () => void sendAll(),
  };
}
