import { LambdaClient } from '@aws-sdk/client-lambda';
import {
  type Alert,
  AlertsListed,
  type ExportStations,
  type ListAlerts,
  type StationSnapshot,
  StationsExported,
} from '../bikes/feed-contract.ts';
import { clientSettings } from '../shared/aws.ts';
import { functionCaller } from '../shared/function-caller.ts';

/** What bikes tells of the city. */
export interface Fleet {
  stations(): Promise<StationSnapshot[]>;
  alerts(): Promise<Alert[]>;
}

/** A page of stations has ten seconds to be read in. */
const ANSWER_TIMEOUT_MS = 10_500;

export function lambdaFleet(
  names: { exportStations: string; listAlerts: string },
  call = functionCaller(new LambdaClient(clientSettings({ answerTimeoutMs: ANSWER_TIMEOUT_MS, maxAttempts: 2 }))),
): Fleet {
  const exportStations = call<ExportStations, StationsExported>(names.exportStations, StationsExported);
  const listAlerts = call<ListAlerts, AlertsListed>(names.listAlerts, AlertsListed);
  return {
    async stations() {
      const all: StationSnapshot[] = [];
      let page: StationsExported | undefined;
      do {
        page = await exportStations(page?.cursor === undefined ? {} : { cursor: page.cursor });
        all.push(...page.stations);
      } while (page.cursor !== undefined);
      return all;
    },
    alerts: async () => (await listAlerts({})).alerts,
  };
}
