import { createReadStream } from 'node:fs';
import { JournalFault, type JournalRecord } from './journal.ts';
import { checkHeading, heading, recordOf } from './line.ts';

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

/**
 * Reads a journal's file. Gives the length of its sound part: what a crash left half-written at the end is not
 * sound. Throws a `JournalFault` where something sound follows damage, for then a record in the middle is lost.
 */
export async function scan(path: string, visit: (record: JournalRecord, offset: number) => void): Promise<number> {
  let soundBytes = 0;
  let damagedAt: number | undefined;
  for await (const { line, offset, isWhole } of linesOf(path)) {
    if (offset === 0) {
      if (!isWhole && heading.startsWith(line.toString())) return 0;
      checkHeading(line.toString(), path);
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
  return soundBytes;
}
