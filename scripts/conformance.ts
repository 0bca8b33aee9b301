import { readFileSync } from 'node:fs';
import type { RecordedCase } from '../local/states/conformance/recorded-case.ts';
import { runCase } from '../local/states/conformance/run-case.ts';

/** Runs recordings of AWS Step Functions against the engine: `node scripts/conformance.ts FILE`. */
async function main(path: string | undefined): Promise<void> {
  if (path === undefined) {
    process.stderr.write('Name the file of cases: node scripts/conformance.ts FILE\n');
    process.exitCode = 2;
    return;
  }
  const cases: RecordedCase[] = JSON.parse(readFileSync(path, 'utf8'));
  let failed = 0;
  for (const recorded of cases) {
    const differences = await runCase(recorded).catch((fault) => [String(fault?.stack ?? fault)]);
    if (differences.length === 0) continue;
    failed += 1;
    process.stdout.write(`✗ ${recorded.id}\n${differences.map((line) => `    ${line}\n`).join('')}`);
  }
  process.stdout.write(`${cases.length - failed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

await main(process.argv[2]);
