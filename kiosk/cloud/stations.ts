import { StationStatus, stationTopic } from '../../functions/bikes/contract.ts';
import type { KioskConfig } from '../config.ts';
import type { KioskStore } from '../store/kiosk-store.ts';
import { parseJson } from './json.ts';

/** What this kiosk last heard of its neighbours and of itself, kept on disk. */
export interface Stations {
  filters: string[];
  message(topic: string, payload: string): boolean;
  status(kioskId: string): StationStatus | undefined;
}

export function stationCache(config: KioskConfig, store: KioskStore, onChange: () => void): Stations {
  const ids = [config.kioskId, ...config.neighbours.map(({ kioskId }) => kioskId)];
  const byTopic = new Map(ids.map((kioskId) => [stationTopic(config.city, kioskId), kioskId]));
  const cached = new Map(Object.entries(store.get<Record<string, StationStatus>>('stations') ?? {}));
  return {
    filters: [...byTopic.keys()],
    message: (topic, payload) => {
      const kioskId = byTopic.get(topic);
      if (kioskId === undefined) return false;
      const status = StationStatus.safeParse(parseJson(payload));
      if (!status.success || status.data.station_id !== kioskId) return true;
      // Two that were published at once may come in either order.
      if ((status.data.as_of ?? '') < (cached.get(kioskId)?.as_of ?? '')) return true;
      cached.set(kioskId, status.data);
      store.put('stations', Object.fromEntries(cached));
      onChange();
      return true;
    },
    status: (kioskId) => cached.get(kioskId),
  };
}
