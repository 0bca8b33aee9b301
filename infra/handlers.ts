import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FUNCTIONS = join(import.meta.dirname, '..', 'functions');

/** The handlers: every file of a service's folder that exports `handler`, as `service/verb-noun`. */
export function handlers(): string[] {
  const files = readdirSync(FUNCTIONS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return files
    .filter((file) => readFileSync(join(FUNCTIONS, file), 'utf8').includes('\nexport const handler = '))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
}
