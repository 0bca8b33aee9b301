import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version of this program, as its package says: what a kiosk tells of itself on starting. */
export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8'));
  return String(version);
}
