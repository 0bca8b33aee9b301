import { LambdaClient } from '@aws-sdk/client-lambda';
import {
  type Alert,
  AlertsListed,
  type ExportStanding,
  type ExportStations,
  type ListAlerts,
  type StandingBike,
  StandingExported,
  type StationSnapshot,
  StationsExported,
} from '../bikes/feed-contract.ts';
import { clientSettings } from '../shared/aws.ts';
import { functionCaller } from '../shared/function-caller.ts';

/** What bikes tells of the city. */
export interface Fleet {
  stations(): Promise<StationSnapshot[]>;
  /** The bikes that stand somewhere. One that is brought from one kiosk to another meanwhile may be there twice. */
  standing(): Promise<StandingBike[]>;
  alerts(): Promise<Alert[]>;
}

/** A page has 30 seconds to be read in (infra/services/bikes.ts). */
const ANSWER_TIMEOUT_MS = 30_500;

/** Everything that there is on all pages. */
async function allOf<Page extends { cursor?: string | undefined }, Item>(
  read: (from: { cursor?: string }) => Promise<Page>,
  itemsOf: (page: Page) => Item[],
): Promise<Item[]> {
  const all: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor === undefined ? {} : { cursor });
    for (const item of itemsOf(page)) all.push(item);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return all;
}

export function lambdaFleet(
  names: { exportStations: string; exportStanding: string; listAlerts: string },
  call = functionCaller(new LambdaClient(clientSettings({ answerTimeoutMs: ANSWER_TIMEOUT_MS, maxAttempts: 2 }))),
): Fleet {
  const exportStations = call<ExportStations, StationsExported>(names.exportStations, StationsExported);
  const exportStanding = call<ExportStanding, StandingExported>(names.exportStanding, StandingExported);
  const listAlerts = call<ListAlerts, AlertsListed>(names.listAlerts, AlertsListed);
  return {
    stations: () => allOf(exportStations, ({ stations }) => stations),
    standing: () => allOf(exportStanding, ({ bikes }) => bikes),
    alerts: async () => (await listAlerts({})).alerts,
  };
}
