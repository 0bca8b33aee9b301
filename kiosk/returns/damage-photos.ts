import type { UploadRequest } from '../../functions/bikes/photo-contract.ts';
import type { Api } from '../cloud/api.ts';
import { isHopeless } from '../cloud/request.ts';
import type { Shot } from '../photos/shoot.ts';
import type { KioskStore } from '../store/kiosk-store.ts';

/** Pictures that riders sent along with reports, on their way to the city: kept on disk until they have arrived. */
export interface DamagePhotos {
  /** Keeps one until its report has arrived. False where so many wait already that there is no room. */
  keep(reportId: string, shot: Shot): boolean;
  /** The city has the report, and knows its photo by this id. */
  announced(reportId: string, photoId: string): void;
  /** The city does not want it. */
  drop(reportId: string): void;
  /** Sends what was announced, oldest first. Gives whether nothing is left to be sent. */
  send(): Promise<boolean>;
}

/** One that waits; its bytes lie under a key of their own. */
interface Waiting {
  reportId: string;
  photoId?: string;
  content: UploadRequest;
}

/** A kiosk that is cut off for a day keeps the last day's; each may have five megabytes. */
const WAITING_MAX = 20;

const bytesKey = (reportId: string) => `damagePhoto/${reportId}`;

export function damagePhotos(parts: {
  api: Pick<Api, 'grantUpload' | 'upload'>;
  store: KioskStore;
  log(line: string): void;
}): DamagePhotos {
  const { api, store, log } = parts;
  const waiting = () => store.get<Waiting[]>('damagePhotos') ?? [];

  function drop(reportId: string): void {
    store.transaction(() => {
      const left = waiting().filter((one) => one.reportId !== reportId);
      store.put('damagePhotos', left);
      store.delete(bytesKey(reportId));
    });
  }

  /** Gives whether it is done with, one way or the other. */
  async function sendOne(reportId: string, photoId: string, content: UploadRequest): Promise<boolean> {
    try {
      const bytes = Buffer.from(store.get<string>(bytesKey(reportId)) ?? '', 'base64');
      await api.upload(await api.grantUpload(photoId, content), bytes);
    } catch (error) {
      log(`The photo of report ${reportId} was not sent: ${(error as Error).message}`);
      if (!isHopeless(error)) return false;
    }
    drop(reportId);
    return true;
  }

  return {
    keep: (reportId, { bytes, content }) => {
      if (waiting().length >= WAITING_MAX) return false;
      store.transaction(() => {
        store.put(bytesKey(reportId), Buffer.from(bytes).toString('base64'));
        store.put('damagePhotos', [...waiting(), { reportId, content }]);
      });
      return true;
    },
    announced: (reportId, photoId) => {
      const next = waiting().map((one) => (one.reportId === reportId ? { ...one, photoId } : one));
      store.put('damagePhotos', next);
    },
    drop,
    send: async () => {
      for (const { reportId, photoId, content } of waiting())
        if (photoId !== undefined && !(await sendOne(reportId, photoId, content))) return false;
      return true;
    },
  };
}
