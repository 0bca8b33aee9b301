import { type Clock, systemClock } from '../../../seams/clock.ts';
import { readEnv } from '../../shared/env.ts';
import { type Publish, publisher } from '../../shared/events.ts';
import { documentClient, untilSaved } from '../../shared/table.ts';
import { workflowHandler } from '../../shared/workflow-handler.ts';
import { BIKE_EVENTS, type DamageRecorded, ReportDamage } from '../contract.ts';
import { bikesEnv } from '../env.ts';
import { BikeUnknown } from '../errors.ts';
import { reportOn } from '../items/bike.ts';
import { type DamageReport, keepReport, reported } from '../items/damage.ts';
import { dynamoInventory, type Inventory } from '../store/inventory.ts';

/**
 * Keeps what a rider says is wrong with a bike: with the bike first, which decides whether it stays on offer, and then
 * under the report's own id. A repeat is the same report, whatever it says.
 *
 * @throws BikeUnknown, ItemContended
 */
export function reportDamage(deps: { inventory: Inventory; publish: Publish; clock: Clock }) {
  const { inventory, publish, clock } = deps;
  const keep = async ({ reportId, kioskId, bikeId, part, at }: ReportDamage) => {
    const kept = await inventory.readReport(reportId);
    const bike = await inventory.readBike(kept?.bikeId ?? bikeId);
    if (!bike) throw new BikeUnknown(`Bike ${bikeId} is not in the inventory, so nothing can be wrong with it.`);
    const listed = bike.reports?.find((report) => report.reportId === reportId);
    // What the bike lists is newer: it was withdrawn later where its return was told later.
    if (kept) return { bikeId: kept.bikeId, report: listed ?? kept };

    const next = listed ? bike : reportOn(bike, { reportId, kioskId, part, at });
    const report = listed ?? next.reports?.at(-1);
    if (!report || !(listed || (await inventory.save(next)))) return undefined;
    return (await inventory.save(keepReport(bikeId, report, clock.now()))) ? { bikeId, report } : undefined;
  };
  return async (command: ReportDamage): Promise<DamageRecorded> => {
    const { bikeId, report } = await untilSaved<{ bikeId: string; report: DamageReport }>(() => keep(command));
    await publish([reported(bikeId, report)]);
    return { reportId: report.reportId, isWithdrawn: report.isWithdrawn };
  };
}

export const handler = workflowHandler({
  command: ReportDamage,
  bind: () => {
    const { table, bus } = bikesEnv;
    const env = readEnv({ table, bus });
    return reportDamage({
      inventory: dynamoInventory(documentClient(), env.table),
      publish: publisher(env.bus, BIKE_EVENTS),
      clock: systemClock,
    });
  },
});
