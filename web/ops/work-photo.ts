import type { UploadRequest } from '../../functions/bikes/photo-contract.ts';
import { Refused } from '../shared/api.ts';
import type { WorkOrdersApi } from './work-orders-api.ts';

/** As much as shows a worn pad on a phone's screen: a few hundred kilobytes, also where reception is poor. */
const PIXELS_MAX = 1_600;
const QUALITY = 0.8;

/** What is announced is known a second or so after it has come. */
const LOOKS = 20;
const BETWEEN_MS = 500;

const refused = (detail: string) => new Refused({ status: 0, detail });

/**
 * A picture as it is sent: drawn anew and smaller, so that nothing goes along but what one sees: a camera writes into
 * its files where and when they were taken.
 *
 * @throws Refused where it is no picture that this browser can show
 */
export async function drawnAnew(file: Blob): Promise<HTMLCanvasElement> {
  const picture = await createImageBitmap(file).catch(() => {
    throw refused('That is no picture that this phone can show. Take another one.');
  });
  const scale = Math.min(1, PIXELS_MAX / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return canvas;
}

async function jpegOf(canvas: HTMLCanvasElement): Promise<Blob> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
  if (!blob) throw refused('The picture could not be made smaller. Take another one.');
  return blob;
}

async function contentOf(blob: Blob): Promise<UploadRequest> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
  const sha256 = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return { mediaType: 'image/jpeg', bytes: blob.size, sha256 };
}

/** Waits until the city has looked at it. @throws Refused where it never came, or is no photo */
async function untilStored(api: Pick<WorkOrdersApi, 'read'>, repairId: string, photoId: string): Promise<void> {
  for (let looks = 0; looks < LOOKS; looks++) {
    const { photos = [] } = await api.read(repairId);
    const status = photos.find((photo) => photo.photoId === photoId)?.status;
    if (status === 'stored') return;
    if (status === 'rejected') throw refused('What arrived is no photo. Take another one.');
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
  }
  throw refused('The photo has not arrived. Take another one.');
}

/** Sends a picture of the work on an order; gives the id of the photo, once it is there. @throws Refused */
export async function sendWorkPhoto(
  api: Pick<WorkOrdersApi, 'read' | 'addPhoto'>,
  repairId: string,
  canvas: HTMLCanvasElement,
): Promise<string> {
  const blob = await jpegOf(canvas);
  const content = await contentOf(blob);
  const { photoId, url, headers } = await api.addPhoto(repairId, { requestId: crypto.randomUUID(), ...content });
  const answer = await fetch(url, { method: 'PUT', headers, body: blob });
  if (!answer.ok) throw refused('The photo could not be sent. Try again.');
  await untilStored(api, repairId, photoId);
  return photoId;
}
