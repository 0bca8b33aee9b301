import { createReadStream } from 'node:fs';
import { JournalFault, type JournalRecord } from './journal.ts';
import { heading, recordOf, versionIn } from './line.ts';

const LINE_FEED = 0x0a;

/** Gives each line of a file with its offset. The last one may lack its line feed. */
async function* linesOf(path: string): AsyncGenerator<{ line: Buffer; offset: number; isWhole: boolean }> {
  let rest = Buffer.alloc(0);
  let offset = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = rest.indexOf(LINE_FEED); end >= 0; end = rest.indexOf(LINE_FEED, start)) {
      yield { line: rest.subarray(start, end), offset: offset + start, isWhole: true };
      start = end + 1;
    }
    rest = rest.subarray(start);
    offset += start;
  }
  if (rest.length > 0) yield { line: rest, offset, isWhole: false };
}

export interface Scanned {
  /** The length of the sound part: what a crash left half-written at the end is not sound. */
  soundBytes: number;
  /** Zero where there is no whole heading. */
  version: number;
}

/** All versions have one digit, which may be the last that was written. */
function isTornHeading(line: string): boolean {
  return line.length < heading.length && heading.startsWith(line.slice(0, -1));
}

/**
 * Reads a journal's file. Throws a `JournalFault` where something sound follows damage, for then a record in the middle is lost.
 */
export async function scan(path: string, visit: (record: JournalRecord, offset: number) => void): Promise<Scanned> {
  let soundBytes = 0;
  let version = 0;
  let damagedAt: number | undefined;
  for await (const { line, offset, isWhole } of linesOf(path)) {
    if (offset === 0) {
      if (!isWhole && isTornHeading(line.toString())) break;
      version = versionIn(line.toString(), path);
      soundBytes = line.length + 1;
      continue;
    }
    const record = isWhole ? recordOf(line) : undefined;
    if (!record) damagedAt ??= offset;
    else if (damagedAt !== undefined) {
      throw new JournalFault(
        `${path} is damaged at byte ${damagedAt}, and sound records follow. Restore the file from a backup, or start with fresh data.`,
      );
    } else {
      visit(record, offset);
      soundBytes = offset + line.length + 1;
    }
  }
  return { soundBytes, version };
}
