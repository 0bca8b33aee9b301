import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(__dirname, '..');
const CONTRACTS = /^functions\/\w+\/(\w+-)?contract\.ts$/;

/** What each folder may import beyond itself, as docs/architecture.md has it. */
const MAY_IMPORT: Record<string, RegExp[]> = {
  seams: [],
  functions: [/^seams\//],
  cities: [CONTRACTS, /^functions\/shared\/fields\.ts$/],
  kiosk: [CONTRACTS, /^functions\/shared\/(fields|tokens)\.ts$/, /^seams\//],
  web: [CONTRACTS, /^kiosk\/web\/(contract|money)\.ts$/],
  infra: [
    CONTRACTS,
    /^functions\/\w+\/env\.ts$/,
    /^functions\/shared\/(tokens|retention)\.ts$/,
    /^cities\/city\.ts$/,
    /^kiosk\/web\/page-headers\.ts$/,
  ],
  local: [/^seams\//],
  laptop: [/^(cities|kiosk|local|seams|scripts)\//, CONTRACTS],
};

function sources(folder: string): string[] {
  const entries = readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** The files of the project that a file imports, types included. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const named = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g)].map(([, path]) => String(path));
  return named.map((path) => posix.normalize(posix.join(dirname(file), path)));
}

/** Everything that can be come to from a place, by one step or more. */
function reachable(from: string, steps: Map<string, Set<string>>, seen = new Set<string>()): Set<string> {
  for (const to of steps.get(from) ?? []) {
    if (seen.has(to)) continue;
    seen.add(to);
    reachable(to, steps, seen);
  }
  return seen;
}

describe('the folders', () => {
  it.each(Object.keys(MAY_IMPORT))('import only what they may: %s', (folder) => {
    const allowed = MAY_IMPORT[folder] ?? [];

    const trespasses = sources(folder).flatMap((file) =>
      importsOf(file)
        .filter((to) => !to.startsWith(`${folder}/`) && !allowed.some((pattern) => pattern.test(to)))
        .map((to) => `${file} -> ${to}`),
    );

    expect(trespasses).toEqual([]);
  });

  it('let services know each other by their contracts alone', () => {
    const service = (file: string) => file.split('/')[1];

    const trespasses = sources('functions').flatMap((file) =>
      importsOf(file)
        .filter((to) => to.startsWith('functions/') && service(to) !== service(file))
        .filter((to) => service(to) !== 'shared' && !CONTRACTS.test(to))
        .map((to) => `${file} -> ${to}`),
    );

    expect(trespasses).toEqual([]);
  });

  it('of a service import each other in one direction', () => {
    const imports = (file: string) => importsOf(file).filter((to) => !CONTRACTS.test(to));
    const within = sources('functions').map((file) => [dirname(file), imports(file).map((to) => dirname(to))] as const);
    const beyond = new Map<string, Set<string>>();
    for (const [from, imported] of within) {
      const others = imported.filter((to) => to !== from && to.split('/')[1] === from.split('/')[1]);
      beyond.set(from, new Set([...(beyond.get(from) ?? []), ...others]));
    }

    const circles = [...beyond.keys()].filter((folder) => reachable(folder, beyond).has(folder));

    expect(circles).toEqual([]);
  });
});
