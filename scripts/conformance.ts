import { readFileSync } from 'node:fs';
import type { RecordedCase } from '../local/states/conformance/recorded-case.ts';
import { runCase } from '../local/states/conformance/run-case.ts';

/** The cases of a file; says what is wrong where it cannot be read. */
function casesIn(path: string): RecordedCase[] {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(`${path} cannot be read: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

/** Runs recordings of AWS Step Functions against the engine: `node scripts/conformance.ts FILE...`. */
async function main(paths: string[]): Promise<void> {
  if (paths.length === 0) {
    process.stderr.write('Name the files of cases: npm run conformance -- FILE...\n');
    process.exitCode = 2;
    return;
  }
  const cases = paths.flatMap(casesIn);
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

await main(process.argv.slice(2)).catch((fault: Error) => {
  process.stderr.write(`${fault.message}\n`);
  process.exitCode = 2;
});
