import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(__dirname, '..', '..');

/** The rows of the table that says who could want what, by column. */
function threats(): string[][] {
  const text = readFileSync(join(ROOT, 'docs', 'security.md'), 'utf8');
  const section = text.split('## Who could want it')[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => /^\| (?!Who|---)/.test(line));
  return rows.map((row) =>
    row
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
}

describe('the threat model', () => {
  it('names for each threat what shows how it is met, and all of that is there', () => {
    const rows = threats();

    const named = rows.map(([who, , , shownBy = '']) => ({
      who,
      missing: [...shownBy.matchAll(/`([^`]+)`/g)]
        .map(([, name]) => String(name))
        .filter((name) => ![`test/${name}.test.ts`, `test/${name}`, name].some((file) => existsSync(join(ROOT, file)))),
      tests: shownBy.split('`').length > 1,
    }));

    expect(rows.length).toBeGreaterThan(10);
    expect(named).toEqual(rows.map(([who]) => ({ who, missing: [], tests: true })));
  });
});
