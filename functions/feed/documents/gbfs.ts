import type { v3 } from 'gbfs-typescript-types';

/** The version of GBFS that the feed is written in: the one place that says so. */
export const GBFS_VERSION = '3.0';

/** MobilityData's types let any property pass. Without that, the compiler finds those that GBFS does not know. */
type Strict<Type> = Type extends readonly (infer Item)[]
  ? Strict<Item>[]
  : Type extends object
    ? { [Key in keyof Type as string extends Key ? never : Key]: Strict<Type[Key]> }
    : Type;

interface Files {
  gbfs: v3.Gbfs;
  gbfs_versions: v3.GbfsVersions;
  station_information: v3.StationInformation;
  station_status: v3.StationStatus;
  system_alerts: v3.SystemAlerts;
  system_information: v3.SystemInformation;
  system_pricing_plans: v3.SystemPricingPlans;
  system_regions: v3.SystemRegions;
  vehicle_status: v3.VehicleStatus;
  vehicle_types: v3.VehicleTypes;
}

/** The files of the feed. There is one dataset, so that no manifest is needed, and no zones to keep out of. */
export type FileName = keyof Files;

/** What stands under `data` in a file. */
export type Data<Name extends FileName> = Strict<Files[Name]>['data'];
