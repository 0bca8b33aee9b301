import { FileJournal } from '../../local/states/journal/file-journal.ts';
import { ownEngine } from './own-engine.ts';
import { SMALLEST, WAITING } from './workload.ts';

/** Starts on the folder that it is told, as the host would, and says what that took. */
const folder = process.argv[2] ?? '';
const before = process.memoryUsage();
const startedAt = performance.now();
const { engine } = await ownEngine(new FileJournal(folder, console.error), WAITING, 'STANDARD', SMALLEST.inputOf);
const startMs = performance.now() - startedAt;
const count = [...engine.register.list()].filter(({ status }) => status === 'RUNNING').length;
globalThis.gc?.();
const after = process.memoryUsage();
const heapBytes = (after.heapUsed - before.heapUsed) / count;
const residentBytes = (after.rss - before.rss) / count;
process.stdout.write(JSON.stringify({ count, startMs, heapBytes, residentBytes }));
await engine.close();
