import { describe, expect, it } from '@jest/globals';
import { DiskFull } from '../../../../local/states/journal/journal.ts';
import { type LogFile, LogWriter } from '../../../../local/states/journal/log-writer.ts';

/** A file on a disk of that many bytes; as on a real one, what fits is written before the rest is refused. */
function fileOn(disk: { bytesMax: number }): LogFile & { text(): string } {
  let content = Buffer.alloc(0);
  return {
    text: () => content.toString(),
    appendFile: async (bytes) => {
      content = Buffer.concat([content, bytes]).subarray(0, disk.bytesMax);
      if (content.length === disk.bytesMax) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    },
    datasync: async () => {},
    truncate: async (bytes) => {
      content = content.subarray(0, bytes);
    },
    close: async () => {},
  };
}

describe('a log on a disk that is full', () => {
  it('says so to everyone who waits, and writes everything in its order once there is room', async () => {
    const disk = { bytesMax: 10 };
    const file = fileOn(disk);
    const writer = new LogWriter('the log', file, 0);
    writer.add('first ');
    await writer.settled();
    writer.add('second ');
    const refused = await Promise.allSettled([writer.settled(), writer.settled()]);
    const left = file.text();

    writer.add('third');
    disk.bytesMax = 100;
    await writer.settled();

    expect(refused.map((result) => result.status === 'rejected' && result.reason)).toEqual([
      ...[expect.any(DiskFull), expect.any(DiskFull)],
    ]);
    expect(left).toBe('first ');
    expect(file.text()).toBe('first second third');
  });

  it('accepts nothing more after a fault of another kind', async () => {
    const broken = { ...fileOn({ bytesMax: 100 }), datasync: () => Promise.reject(new Error('EIO')) };
    const writer = new LogWriter('the log', broken, 0);
    writer.add('first');

    await expect(writer.settled()).rejects.toThrow('EIO');
    writer.add('second');
    await expect(writer.settled()).rejects.toThrow('EIO');
  });
});
