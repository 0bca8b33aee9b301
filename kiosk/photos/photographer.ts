import { PhotoRequest, photoTopic } from '../../functions/bikes/photo-contract.ts';
import type { Api } from '../cloud/api.ts';
import type { CorrectedClock } from '../cloud/corrected-clock.ts';
import type { Facts } from '../cloud/facts.ts';
import { parseJson } from '../cloud/json.ts';
import { CloudRefused } from '../cloud/request.ts';
import type { KioskConfig } from '../config.ts';
import type { Driver } from '../hardware/driver.ts';
import { inTime } from './in-time.ts';
import { shoot } from './shoot.ts';

/**
 * Photographs the bike in the hatch when the cloud asks for it. Nothing that moves the machine waits for this: the
 * door opens when a command says so, with a photo or without.
 */
export interface Photographer {
  /** The topic to be subscribed to. */
  filters: string[];
  /** Whether the message was on that topic. */
  message(topic: string, payload: string): boolean;
}

export interface PhotographerParts {
  driver: Pick<Driver, 'read' | 'photograph'>;
  api: Pick<Api, 'grantUpload' | 'upload'>;
  facts: Pick<Facts, 'record'>;
  clock: CorrectedClock;
  log(line: string): void;
}

export function photographer(config: KioskConfig, { driver, api, facts, clock, log }: PhotographerParts): Photographer {
  const own = photoTopic(config.city, config.kioskId);
  const underWay = new Set<string>();

  async function send({ photoId, bikeId }: PhotoRequest): Promise<void> {
    const { bytes, content } = await shoot(driver, bikeId);
    await api.upload(await api.grantUpload(photoId, content), bytes);
  }

  async function serve(request: PhotoRequest, leftMs: number): Promise<void> {
    const { photoId, rentalId, slot, bikeId } = request;
    underWay.add(photoId);
    try {
      await inTime(clock, leftMs, send(request));
    } catch (fault) {
      log(`There is no photo of ${bikeId}: ${(fault as Error).message}.`);
      // Where the cloud knows of no such photo, or has it already, there is nobody to tell.
      if (fault instanceof CloudRefused && fault.status === 404) return;
      facts.record({ type: 'PhotoFailed', photoId, rentalId, slot, bikeId });
    } finally {
      underWay.delete(photoId);
    }
  }

  return {
    filters: [own],
    message: (topic, payload) => {
      if (topic !== own) return false;
      const request = PhotoRequest.safeParse(parseJson(payload)).data;
      if (!request) log(`${config.kioskId} was asked for a photo in words that it does not know.`);
      else if (!underWay.has(request.photoId)) {
        const leftMs = Date.parse(request.expiresAt) - clock.now();
        if (leftMs > 0) void serve(request, leftMs);
        else log(`${config.kioskId} was asked too late for a photo of ${request.bikeId}.`);
      }
      return true;
    },
  };
}
