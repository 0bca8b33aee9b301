import { createHash } from 'node:crypto';
import { PHOTO_BYTES_MAX, PhotoType, type UploadRequest } from '../../functions/bikes/photo-contract.ts';
import type { Driver } from '../hardware/driver.ts';

/** A photo that was taken, and what is announced of it. */
export interface Shot {
  bytes: Uint8Array;
  content: UploadRequest;
}

function checkHatch(driver: Pick<Driver, 'read'>, bikeId: string): void {
  const { hatch } = driver.read();
  if (hatch !== bikeId) throw new Error(`the hatch holds ${hatch ?? 'nothing'}`);
}

/**
 * Photographs the bike in the hatch. The sensor is asked before and after: the bike may be taken, or put back, while the
 * camera works.
 *
 * @throws Error where there is no photo of this bike, or none that anybody takes
 */
export async function shoot(driver: Pick<Driver, 'read' | 'photograph'>, bikeId: string): Promise<Shot> {
  checkHatch(driver, bikeId);
  const { mediaType, bytes } = await driver.photograph();
  checkHatch(driver, bikeId);
  const type = PhotoType.safeParse(mediaType).data;
  if (!type) throw new Error(`the camera gives ${mediaType}`);
  if (bytes.length === 0 || bytes.length > PHOTO_BYTES_MAX) throw new Error(`it has ${bytes.length} bytes`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { bytes, content: { mediaType: type, bytes: bytes.length, sha256 } };
}
