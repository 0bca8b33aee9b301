// Completes package-lock.json with the optional platform packages that npm leaves out of a lock
// when the registry it asked did not have them. Without those entries `npm ci` refuses the lock,
// here and on every other platform.
//
//   node scripts/complete-lock.mjs [FOLDER...]          adds what is missing
//   node scripts/complete-lock.mjs --check [FOLDER...]  only says whether the locks are complete
//
// Runs on Node 20, before anything is installed.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const SYSTEMS = ['darwin', 'linux', 'win32', 'freebsd', 'openbsd', 'netbsd', 'sunos', 'aix', 'android', 'openharmony'];
const PROCESSORS = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 's390x', 'riscv64', 'loong64', 'mips64el', 'wasm32'];
const LIBRARIES = { gnu: 'glibc', glibc: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' };

/** Reads the platform off a package's name: `@swc/core-linux-x64-gnu` runs on linux, x64, glibc. */
export function platformOf(name) {
  const words = name.split(/[-/@.]/);
  const found = (known) => words.filter((word) => known.includes(word));
  const libc = words.map((word) => LIBRARIES[word]).filter(Boolean);
  const platform = { os: found(SYSTEMS), cpu: found(PROCESSORS), libc };
  return Object.fromEntries(Object.entries(platform).filter(([, values]) => values.length > 0));
}

/** Where npm would look for `name` when `parent` asks for it: nested first, then upwards. */
function isLocked(packages, parent, name) {
  for (let at = parent; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    if (packages[at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`]) return true;
    if (at === '') return false;
  }
}

/** The entries that the lock lacks, by path. */
export function missingEntries(lock) {
  const missing = {};
  for (const [parent, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isLocked(lock.packages, parent, name) || missing[`node_modules/${name}`]) continue;
      const platform = platformOf(name);
      const isExact = /^\d+\.\d+\.\d+/.test(version);
      if (!isExact)
        throw new Error(
          `${parent} asks for ${name} ${version}, which is no exact version: add it to the lock by hand.`,
        );
      missing[`node_modules/${name}`] = { version, ...(entry.dev ? { dev: true } : {}), optional: true, ...platform };
    }
  }
  return missing;
}

function complete(path, isCheck) {
  const lock = JSON.parse(readFileSync(path, 'utf8'));
  const missing = missingEntries(lock);
  const names = Object.keys(missing);
  if (isCheck) {
    if (names.length === 0) return;
    console.error(`${path} lacks ${names.length} optional packages, so \`npm ci\` will refuse it:`);
    for (const name of names) console.error(`  ${name}`);
    console.error('Run: node scripts/complete-lock.mjs FOLDER');
    process.exitCode = 1;
    return;
  }
  const packages = { ...lock.packages, ...missing };
  const ordered = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  writeFileSync(path, `${JSON.stringify({ ...lock, packages: ordered }, null, 2)}\n`);
  console.log(`${path}: ${names.length} entries added`);
}

function main() {
  const words = process.argv.slice(2);
  const folders = words.filter((word) => word !== '--check');
  for (const folder of folders.length === 0 ? ['.'] : folders) {
    complete(join(folder, 'package-lock.json'), words.includes('--check'));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
