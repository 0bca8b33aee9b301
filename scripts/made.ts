import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Folders of the repository of which nothing is made. Anything new counts as a source until it stands here. */
const NO_SOURCES = ['node_modules', 'cdk.out', 'devices', 'coverage', 'test', 'docs', 'bench', 'soak'];
/** What npm writes down of all that it has installed. */
const INSTALLED = join('node_modules', '.package-lock.json');

/** A part that was made: of which sources, and what its files looked like then. */
interface Made {
  sources: string;
  outputs: string;
}

function filesIn(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
}

function sourcesOf(root: string): string {
  const names = readdirSync(root).filter((name) => !name.startsWith('.') && !NO_SOURCES.includes(name));
  const hash = createHash('sha256').update(process.version);
  const files = [...names.sort(), INSTALLED].flatMap((name) => filesIn(join(root, name)));
  for (const file of files.filter((name) => !name.endsWith('.md'))) {
    const content = readFileSync(file);
    hash.update(`${relative(root, file)} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

/** Tells whether anybody has touched them since, without reading them all. */
function stateOf(outputs: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of outputs.flatMap(filesIn)) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/**
 * Makes a part only where it is not there yet, as it would be made now: of other sources, or where somebody has changed what
 * was made, it is made anew.
 *
 * @param root the repository
 * @param record a file in which is written down what was made
 */
export function unlessMade(root: string, record: string) {
  const sources = sourcesOf(root);
  const read = (): Record<string, Made> => (existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')) : {});
  const write = (part: string, made: Made | undefined) => {
    mkdirSync(dirname(record), { recursive: true });
    writeFileSync(record, JSON.stringify({ ...read(), [part]: made }));
  };
  return async (part: string, outputs: readonly string[], make: () => Promise<unknown>): Promise<void> => {
    const made = read()[part];
    if (made?.sources === sources && made.outputs === stateOf(outputs)) return;
    write(part, undefined);
    await make();
    write(part, { sources, outputs: stateOf(outputs) });
  };
}
