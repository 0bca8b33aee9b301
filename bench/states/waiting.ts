import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileJournal } from '../../local/states/journal/file-journal.ts';
import { ownEngine } from './own-engine.ts';
import { SMALLEST, WAITING } from './workload.ts';

const COUNT = 100_000;
const START_S_MAX = 5;
const BYTES_MAX = 4_096;

interface Measured {
  count: number;
  startMs: number;
  heapBytes: number;
  residentBytes: number;
}

async function fill(folder: string): Promise<void> {
  const { engine, start } = await ownEngine(
    new FileJournal(folder, console.error),
    WAITING,
    'STANDARD',
    SMALLEST.inputOf,
  );
  for (let started = 0; started < COUNT; started += 500) await Promise.all(Array.from({ length: 500 }, () => start()));
  await engine.close();
}

/** How long a new process takes to go on with 100,000 executions that wait for a token, and what each costs it. */
export async function waiting(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'states-waiting-'));
  try {
    await fill(folder);
    const program = join(import.meta.dirname, 'waiting-process.ts');
    const text = execFileSync(process.execPath, ['--expose-gc', program, folder], { encoding: 'utf8' });
    const { count, startMs, heapBytes, residentBytes }: Measured = JSON.parse(text);
    return [
      `${count} executions that wait for a token`,
      `  start of a new process on their journal  ${(startMs / 1000).toFixed(1)} s   (at most ${START_S_MAX})`,
      `  heap for each, once collected            ${(heapBytes / 1024).toFixed(1)} KB   (at most ${BYTES_MAX / 1024})`,
      `  resident for each, with what is garbage  ${(residentBytes / 1024).toFixed(1)} KB`,
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
