import { crc32 } from 'node:zlib';
import { JournalFault, type JournalRecord } from './journal.ts';

/**
 * The journal's files are text: a heading, then one record a line, each as `checksum json`. A line that was cut
 * short or damaged is told by its checksum, and the lines after it can still be found.
 */

const FORMAT_VERSION = 1;
const HEADING = 'freewheel-states-journal';

/** Where a line's JSON begins: behind eight hexadecimal digits and a space. */
const TEXT_AT = 9;
const LINE_FEED = 0x0a;

export const heading = `${HEADING} ${FORMAT_VERSION}\n`;

const checksum = (text: Buffer): string => crc32(text).toString(16).padStart(8, '0');

export function lineOf(record: JournalRecord): Buffer {
  const text = JSON.stringify(record);
  const end = TEXT_AT + Buffer.byteLength(text);
  const line = Buffer.allocUnsafe(end + 1);
  line.write(text, TEXT_AT);
  line.write(`${checksum(line.subarray(TEXT_AT, end))} `, 0, 'latin1');
  line[end] = LINE_FEED;
  return line;
}

/** The record of a line without its line feed; undefined where the line is not as it was written. */
export function recordOf(line: Buffer): JournalRecord | undefined {
  if (line.length <= TEXT_AT || line[TEXT_AT - 1] !== 0x20) return undefined;
  const text = line.subarray(TEXT_AT);
  return line.toString('latin1', 0, 8) === checksum(text) ? JSON.parse(text.toString()) : undefined;
}

/** Throws where the file is none of ours, or comes from a later version of this program. */
export function checkHeading(line: string, path: string): void {
  const [name, version] = line.split(' ');
  if (name !== HEADING)
    throw new JournalFault(`${path} is no journal of the state machines: it starts with '${line.slice(0, 40)}'.`);
  if (Number(version) > FORMAT_VERSION) {
    throw new JournalFault(
      `${path} was written by a newer version (format ${version}; this one reads ${FORMAT_VERSION}). Run that version, or start with fresh data.`,
    );
  }
}
