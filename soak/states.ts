import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { killUnderLoad } from '../test/local/states/kill-under-load.ts';

/**
 * The long tier of the state machines' engine: `node soak/states.ts [--kills 200]` kills a process under load again
 * and again, and fails where anything was lost or done twice.
 */
const { values } = parseArgs({ options: { kills: { type: 'string', default: '200' } } });
const program = join(import.meta.dirname, '..', 'test', 'local', 'states', 'host-process.ts');
const report = (line: string): void => void process.stdout.write(`${line}\n`);

const { findings, logs } = await killUnderLoad({ kills: Number(values.kills), starts: 10, program, report });

for (const line of new Set(logs)) report(line);
for (const finding of findings) report(`✗ ${finding}`);
report(findings.length === 0 ? 'nothing was lost, and nothing done twice' : `${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;
