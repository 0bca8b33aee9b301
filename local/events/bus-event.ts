import { type Random, uuid } from '../../seams/random.ts';

/** An event as targets get it (Amazon EventBridge User Guide, "Events"). */
export interface BusEvent {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  /** RFC 3339, in seconds. */
  time: string;
  region: string;
  resources: string[];
  detail: unknown;
}

/** What someone within the host tells the bus. */
export interface EventEntry {
  source: string;
  detailType: string;
  detail: unknown;
  resources?: string[];
  /** The default bus where there is none. */
  busName?: string;
  /** Milliseconds since the epoch; now where there is none. */
  time?: number;
}

export interface Place {
  region: string;
  account: string;
  random: Random;
}

export function makeEvent(entry: EventEntry, atMs: number, { region, account, random }: Place): BusEvent {
  return {
    version: '0',
    id: uuid(random),
    'detail-type': entry.detailType,
    source: entry.source,
    account,
    time: new Date(entry.time ?? atMs).toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: entry.resources ?? [],
    detail: entry.detail,
  };
}
