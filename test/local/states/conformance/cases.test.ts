import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { RecordedCase } from '../../../../local/states/conformance/recorded-case.ts';
import { runCase } from '../../../../local/states/conformance/run-case.ts';

const folder = join(__dirname, '..', 'cases');

describe.each(readdirSync(folder))('what the documentation says: %s', (file) => {
  const cases: RecordedCase[] = JSON.parse(readFileSync(join(folder, file), 'utf8'));

  it.each(cases.map((recorded) => [recorded.id, recorded] as const))('%s', async (_, recorded) => {
    expect(recorded.documentation).toMatch(/^https:\/\//);
    expect(await runCase(recorded)).toEqual([]);
  });
});
