import type { Store } from '../store.ts';
import { ServiceError } from '../wire/contract.ts';
import type { Bus } from './bus.ts';
import type { EventEntry } from './bus-event.ts';

interface Entry {
  Source?: string;
  DetailType?: string;
  Detail?: string;
  Resources?: string[];
  EventBusName?: string;
  /** Seconds since the epoch. */
  Time?: number;
}

type Answer = { EventId: string } | { ErrorCode: string; ErrorMessage: string };

/** Quotas of PutEvents: ten entries, 256 KB in all. */
const ENTRIES_MAX = 10;
const BYTES_MAX = 256 * 1024;
const TIME_BYTES = 14;

/** As AWS counts ("Calculating PutEvents event entry size"). */
function sizeOf({ Source = '', DetailType = '', Detail = '', Resources = [], Time }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return bytes + (Time === undefined ? 0 : TIME_BYTES);
}

function readDetail(text: string): unknown {
  try {
    const detail: unknown = JSON.parse(text);
    if (typeof detail === 'object' && detail !== null && !Array.isArray(detail)) return detail;
  } catch {
    // Told below: what is no JSON and what is no object are the same fault.
  }
  throw new ServiceError('MalformedDetail', 'Detail is malformed.');
}

function required(value: string | undefined, name: string): string {
  if (value) return value;
  throw new ServiceError('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
}

function readEntry({ Source, DetailType, Detail, Resources, EventBusName, Time }: Entry): EventEntry {
  const source = required(Source, 'Source');
  if (source.startsWith('aws.')) throw new ServiceError('NotAuthorizedForSource', 'Not authorized for the source.');
  return {
    source,
    detailType: required(DetailType, 'DetailType'),
    detail: readDetail(required(Detail, 'Detail')),
    ...(Resources && { resources: Resources }),
    ...(EventBusName !== undefined && { busName: EventBusName }),
    ...(Time !== undefined && { time: Time * 1_000 }),
  };
}

function putOne(bus: Bus, entry: Entry): Answer {
  try {
    return { EventId: bus.put(readEntry(entry)) };
  } catch (fault) {
    if (fault instanceof ServiceError) return { ErrorCode: fault.code, ErrorMessage: fault.message };
    throw fault;
  }
}

/** PutEvents: an entry that is at fault is told so in its place, and the others go on. What is accepted is on the disk. */
export function putEvents(bus: Bus, store: Pick<Store, 'settled'>) {
  return async ({ Entries = [] }: { Entries?: Entry[] }) => {
    if (Entries.length < 1 || Entries.length > ENTRIES_MAX) {
      const message = `PutEvents takes from 1 to ${ENTRIES_MAX} entries; it was given ${Entries.length}.`;
      throw new ServiceError('ValidationException', message);
    }
    const bytes = Entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
    if (bytes >= BYTES_MAX) {
      const message = `Total size of the entries in the request is over the limit: ${bytes} of ${BYTES_MAX} bytes.`;
      throw new ServiceError('ValidationException', message);
    }
    const answers = Entries.map((entry) => putOne(bus, entry));
    await store.settled();
    return { FailedEntryCount: answers.filter((answer) => 'ErrorCode' in answer).length, Entries: answers };
  };
}
