import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

const FUNCTIONS = join(import.meta.dirname, '..', 'functions');

/**
 * The handlers: every file of a service that exports `handler`, absolute, by its name, `service/verb-noun`. In which
 * folder of its service it lies makes no difference.
 *
 * @throws Error where two of a service have one name.
 */
export function handlerFiles(): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of readdirSync(FUNCTIONS, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(FUNCTIONS, file);
    if (!file.endsWith('.ts') || !readFileSync(path, 'utf8').includes('\nexport const handler = ')) continue;
    const parts = file.slice(0, -'.ts'.length).split(sep);
    const name = `${parts[0]}/${parts.at(-1)}`;
    if (found.has(name)) throw new Error(`There are two handlers of the name ${name}: ${found.get(name)} and ${path}.`);
    found.set(name, path);
  }
  return found;
}

/** Their names, in order. */
export const handlers = (): string[] => [...handlerFiles().keys()].sort();
