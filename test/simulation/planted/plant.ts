import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { BUGS, type Bug } from './bugs.ts';

/**
 * `npm run sim:planted`: plants one bug at a time in a copy of the repository, and says after how many seeds the
 * simulator has found it. Fails where one is not found: then the simulator is blind to its kind.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '15' },
    minutes: { type: 'string', default: '15' },
    /** Plants only the bugs whose names have this in them. */
    only: { type: 'string', default: '' },
  },
});

const ROOT = join(import.meta.dirname, '..', '..', '..');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** A copy of the sources, with the modules of the original. */
function copy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'freewheel-planted-'));
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: ROOT }).toString();
  for (const file of files.split('\0').filter(Boolean)) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    cpSync(join(ROOT, file), join(folder, file));
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Plants the bug while `work` is under way. */
function withBug<Result>(folder: string, { name, file, right, wrong }: Bug, work: () => Result): Result {
  const path = join(folder, file);
  const source = readFileSync(path, 'utf8');
  if (source.split(right).length !== 2) throw new Error(`'${name}' finds no one place in ${file}: it has moved on.`);
  writeFileSync(
    path,
    source.replace(right, () => wrong),
  );
  try {
    return work();
  } finally {
    writeFileSync(path, source);
  }
}

/** The output of the run, and whether it failed. */
function run(folder: string, ...args: string[]): { failed: boolean; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 28 });
  return { failed: status !== 0, output: `${stdout}${stderr}` };
}

function hunt(folder: string, { aim }: Bug): string | undefined {
  const build = run(folder, 'scripts/build.ts', '--without-pages');
  if (build.failed) throw new Error(`The planted bug does not build:\n${build.output}`);
  const seeds = ['--seed', '1', '--runs', values.runs, '--minutes', values.minutes, '--bail'];
  if (aim) seeds.push('--aim', aim);
  const { failed, output } = run(folder, 'test/simulation/command.ts', ...seeds);
  const truth = /✗ (seed \d+), step \d+: (.*)/.exec(output);
  if (failed && !truth) throw new Error(`No day could be played:\n${output.slice(-2_000)}`);
  return truth ? `${truth[1]}: ${truth[2]}` : undefined;
}

const folder = copy();
const missed: string[] = [];
try {
  for (const bug of BUGS.filter(({ name }) => name.includes(values.only))) {
    const found = withBug(folder, bug, () => hunt(folder, bug));
    say(`${found ? '✓' : '✗'} ${bug.name}\n    ${found ?? `not found in ${values.runs} seeds`}`);
    if (!found) missed.push(bug.name);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = missed.length > 0 ? 1 : 0;
