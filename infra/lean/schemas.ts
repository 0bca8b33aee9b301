import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

const FUNCTIONS = join(import.meta.dirname, '..', '..', 'functions');

/** The file of a client that holds the schemas of all that it can do, and registers those of errors. */
export const SCHEMAS = /@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/;
/** A word that the file writes once, as a constant. */
const WORD = /^const (_\w*) = ("[^"\\]*");$/gm;
/** Such a constant as the key of an object. */
const KEY = /\[(_\w*)\](?=:)/g;
/** An error of the service, and not the one of all services, which stands in for those that are not registered. */
const REGISTERED = /^n0_registry\.registerError\((\w+)\$, \1\);$/gm;
/** A class of error that a client tries again, whatever its name and status say. */
const RETRIED = /^export class (\w+) (?:(?!^\}$)[\s\S])*?^ {4}\$retryable = /gm;

/** All words of our functions' sources. */
function ourWords(): string[] {
  const files = readdirSync(FUNCTIONS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return files.flatMap((file) => readFileSync(join(FUNCTIONS, file), 'utf8').match(/\w+/g) ?? []);
}

/** The schemas with plain words for keys: a bundler holds that any other key could do something. */
function withPlainKeys(text: string): string {
  const words = new Map([...text.matchAll(WORD)].map(([, name, word]) => [name, word]));
  return text.replace(KEY, (_, name) => {
    const word = words.get(name);
    if (word === undefined)
      throw new Error(`A schema has the key ${name}, which is no word: see infra/lean/schemas.ts.`);
    return word;
  });
}

/**
 * The schemas with the registrations of these errors alone.
 *
 * @throws Error where none is registered as they all were.
 */
export function registering(text: string, kept: Set<string>): string {
  if (text.search(REGISTERED) < 0) throw new Error('A client registers no error any more: see infra/lean/schemas.ts.');
  return text.replace(REGISTERED, (line, name) => (kept.has(name) ? line : ''));
}

/**
 * Leaves out of each client what it knows of operations that a function does not call, and of errors that no function
 * tells from others. Such an error comes as one of the service's base class, with its name, message and request id;
 * whether it is tried again depends on its name and status, but for those few whose class says so, which stay.
 */
export const leanSchemas: Plugin = {
  name: 'lean-schemas',
  setup(build) {
    const named = ourWords();
    build.onLoad({ filter: SCHEMAS }, async ({ path }) => {
      const errors = await readFile(join(path, '..', '..', 'models', 'errors.js'), 'utf8');
      const retried = [...errors.matchAll(RETRIED)].map(([, name]) => String(name));
      const kept = new Set([...named, ...retried]);
      return { contents: registering(withPlainKeys(await readFile(path, 'utf8')), kept) };
    });
  },
};
