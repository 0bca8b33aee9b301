import type { Alert } from '../../bikes/feed-contract.ts';
import type { Data } from './gbfs.ts';
import type { PublicCity, Station } from './public-city.ts';
import { inEach } from './words.ts';

type GbfsAlert = Data<'system_alerts'>['alerts'][number];

/** What an operator has said. An alert without stations is about them all: one whose stations are no more is left out. */
function told(alert: Alert, known: Set<string>): GbfsAlert[] {
  const { alertId, type, kioskIds, summary, description, startsAt, endsAt } = alert;
  const stationIds = kioskIds?.filter((kioskId) => known.has(kioskId));
  if (stationIds?.length === 0) return [];
  const times = { ...(startsAt !== undefined && { start: startsAt }), ...(endsAt !== undefined && { end: endsAt }) };
  return [
    {
      ...{ alert_id: alertId, type, summary, last_updated: alert.told.at },
      ...(stationIds !== undefined && { station_ids: stationIds }),
      ...(Object.keys(times).length > 0 && { times: [times] }),
      ...(description !== undefined && { description }),
    },
  ];
}

/** What follows from what a kiosk says of itself. */
function closure(station: Station, languages: string[]): GbfsAlert[] {
  const { kioskId, name, isInstalled = true, isRenting = true, isReturning = true } = station;
  if (isInstalled && isRenting && isReturning) return [];
  const isClosed = !isInstalled || (!isRenting && !isReturning);
  const summary = inEach(languages, ({ closed, givesNone, takesNone }) => {
    if (isClosed) return closed(name);
    return isReturning ? givesNone(name) : takesNone(name);
  });
  return [{ alert_id: `station-${kioskId}`, type: 'station_closure', station_ids: [kioskId], summary }];
}

/** GBFS 3.0, system_alerts: what operators tell riders, until it is over, and the stations that are closed. */
export function systemAlerts({ system, stations, alerts, asOf }: PublicCity): Data<'system_alerts'> {
  const known = new Set(stations.map(({ kioskId }) => kioskId));
  const timely = alerts.filter(({ endsAt }) => endsAt === undefined || endsAt > asOf);
  return {
    alerts: [
      ...timely.flatMap((alert) => told(alert, known)),
      ...stations.flatMap((station) => closure(station, system.facts.languages)),
    ],
  };
}
