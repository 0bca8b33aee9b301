import { crc32 } from 'node:zlib';
import type { HistoryEvent } from '../history.ts';
import { firstVersion } from './first-version.ts';
import { JournalFault, type JournalRecord } from './journal.ts';
import { type TurnRow, turnOf, turnRow } from './turn-row.ts';

/**
 * The journal's files are text: a heading, then one record a line, each as `checksum json`. A line that was cut
 * short or damaged is told by its checksum, and the lines after it can still be found.
 */

export const FORMAT_VERSION = 2;
const HEADING = 'freewheel-states-journal';

/** Where a line's JSON begins: behind eight hexadecimal digits and a space. */
const TEXT_AT = 9;

type Row = JournalRecord | TurnRow | ['history', number, HistoryEvent[]];

export const heading = `${HEADING} ${FORMAT_VERSION}\n`;

const checksum = (text: Buffer | string): string => crc32(text).toString(16).padStart(8, '0');

export function lineOf(record: JournalRecord): string {
  const text = JSON.stringify(rowOf(record));
  return `${checksum(text)} ${text}\n`;
}

/** Turns, of which there are most, are short; histories must differ from those of the first version. */
function rowOf(record: JournalRecord): Row {
  if (record.kind === 'turn') return turnRow(record);
  return record.kind === 'history' ? ['history', record.id, record.events] : record;
}

function recordIn(row: Row): JournalRecord {
  if (!Array.isArray(row)) return firstVersion(row);
  return row[0] === 'turn' ? turnOf(row) : { kind: 'history', id: row[1], events: row[2] };
}

/** The record of a line without its line feed; undefined where the line is not as it was written. */
export function recordOf(line: Buffer): JournalRecord | undefined {
  if (line.length <= TEXT_AT || line[TEXT_AT - 1] !== 0x20) return undefined;
  const text = line.subarray(TEXT_AT);
  if (line.toString('latin1', 0, 8) !== checksum(text)) return undefined;
  return recordIn(JSON.parse(text.toString()));
}

/** The version in a file's heading. Throws where the file is none of ours, or comes from a later version of this program. */
export function versionIn(line: string, path: string): number {
  const [name, version] = line.split(' ');
  if (name !== HEADING)
    throw new JournalFault(`${path} is no journal of the state machines: it starts with '${line.slice(0, 40)}'.`);
  if (Number(version) > FORMAT_VERSION) {
    throw new JournalFault(
      `${path} was written by a newer version (format ${version}; this one reads ${FORMAT_VERSION}). Run that version, or start with fresh data.`,
    );
  }
  return Number(version);
}
