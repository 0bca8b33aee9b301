import { type Clock, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { type Publish, publisher } from '../../shared/events.ts';
import { documentClient, untilSaved } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { BIKE_EVENTS, type DamageRecorded, ReportDamage } from '../contract.ts';
import { bikesEnv, footageEnv } from '../env.ts';
import { BikeUnknown } from '../errors.ts';
import { reportOn } from '../items/bike.ts';
import { type DamageReport, keepReport, reported, withMore } from '../items/damage.ts';
import { damagePhotoId } from '../naming-contract.ts';
import { newDamagePhoto } from '../photos/photo.ts';
import { dynamoPhotoAlbum, type PhotoAlbum } from '../photos/photo-album.ts';
import { dynamoInventory, type Inventory } from '../store/inventory.ts';

interface Dependencies {
  inventory: Inventory;
  album: PhotoAlbum;
  publish: Publish;
  clock: Clock;
}

/** A report, and the bike that it is of. */
interface Reported {
  bikeId: string;
  report: DamageReport;
}

/**
 * Keeps what a rider says is wrong with a bike: with the bike first, which decides whether it stays on offer, and then
 * under the report's own id. A repeat is the same report, which gets what was left open before; what was said stays. A
 * photo that goes with it is waited for from here on.
 *
 * @throws BikeUnknown, ItemContended
 */
export function reportDamage({ inventory, album, publish, clock }: Dependencies) {
  const keep = async ({ bikeId: named, ...told }: ReportDamage): Promise<Reported | undefined> => {
    const kept = await inventory.readReport(told.reportId);
    const bikeId = kept?.bikeId ?? named;
    const bike = await inventory.readBike(bikeId);
    if (!bike) throw new BikeUnknown(`Bike ${bikeId} is not in the inventory, so nothing can be wrong with it.`);
    const isForgotten = kept && !bike.reports?.some(({ reportId }) => reportId === kept.reportId);
    const next = isForgotten ? bike : reportOn(bike, told);
    if (next !== bike && !(await inventory.save(next))) return undefined;
    // What the bike lists is newer: it was withdrawn later where its return was told later.
    const listed = next.reports?.find(({ reportId }) => reportId === told.reportId);
    const report = listed ?? (kept && withMore(kept, told));
    if (!report) return undefined;
    const isKept = kept && report.severity === kept.severity && report.hasPhoto === kept.hasPhoto;
    if (isKept) return { bikeId, report };
    return (await inventory.save(keepReport(bikeId, report, clock.now(), kept))) ? { bikeId, report } : undefined;
  };
  const awaitPhoto = async ({ bikeId, report: { reportId, kioskId } }: Reported): Promise<string> => {
    const photoId = damagePhotoId(reportId);
    await untilSaved(async () => {
      if (await album.read(photoId)) return true;
      return (await album.save(newDamagePhoto({ reportId, bikeId, kioskId }, clock.now()))) || undefined;
    });
    return photoId;
  };
  return async (command: ReportDamage): Promise<DamageRecorded> => {
    const found = await untilSaved(() => keep(command));
    const { bikeId, report } = found;
    const photo = report.hasPhoto ? { photoId: await awaitPhoto(found) } : {};
    await publish([reported(bikeId, report)]);
    return { reportId: report.reportId, isWithdrawn: report.isWithdrawn, ...photo };
  };
}

export const handler = workflowHandler({
  command: ReportDamage,
  bind: () => {
    const { table, bus } = bikesEnv;
    const env = readEnv({ table, bus, album: footageEnv.album });
    const client = documentClient();
    return reportDamage({
      inventory: dynamoInventory(client, env.table),
      album: dynamoPhotoAlbum(client, env.album),
      publish: publisher(env.bus, BIKE_EVENTS),
      clock: systemClock,
    });
  },
});
