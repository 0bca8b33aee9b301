import { createHash } from 'node:crypto';
import { DamageRecorded, type ReportDamage } from '../../functions/bikes/contract.ts';
import { UploadGranted } from '../../functions/bikes/photo-contract.ts';
import { bikePicture } from '../../kiosk/hardware/simulated/bike-picture.ts';
import type { TestCity } from '../scenarios/city.ts';

const SERVICES = 'Freewheel-havenbrook-dev-Services-';

/** A report with the picture that goes with it, as a kiosk tells and sends them. */
export async function reportWithPicture(
  { host }: TestCity,
  report: Omit<ReportDamage, 'at' | 'hasPhoto'>,
): Promise<void> {
  const at = new Date().toISOString();
  const told = await host.invoke(`${SERVICES}BikesReportDamage`, { ...report, at, hasPhoto: true });
  const { photoId } = DamageRecorded.parse(told);
  const bytes = new Uint8Array(bikePicture(report.bikeId));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const content = { mediaType: 'image/png', bytes: bytes.length, sha256 };
  const asked = { photoId, kioskId: report.kioskId, ...content };
  const { url, headers } = UploadGranted.parse(await host.invoke(`${SERVICES}FootageGrantUpload`, asked));
  const { status } = await fetch(url, { method: 'PUT', headers, body: bytes });
  if (status !== 200) throw new Error(`The picture of ${report.bikeId} was answered with ${status}.`);
}
