import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { types } from 'node:util';

/** What this version of the host writes. It grows when an older host could no longer read the folder. */
const DATA_VERSION = 1;

const VERSION_FILE = 'version';
const LOCK_FILE = 'lock';
const PID_FILE = 'pid';

/** What a host that died at its very start leaves behind, and what a freshly made volume comes with. */
const UNMINDED = [LOCK_FILE, PID_FILE, 'lost+found'];

/** Stands for a host that keeps nothing beyond its process, as simulations have it. */
export const IN_MEMORY = ':memory:';

/** The folder in which everything is that the host keeps, held for this process alone. */
export interface DataDir {
  /** Absolute. */
  path: string;
  /** Lets another process have it. */
  close(): void;
}

/** What Node calls an operating system's error: `ENOENT`. */
function codeOf(fault: unknown): string {
  return types.isNativeError(fault) && 'code' in fault ? String(fault.code) : '';
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (fault) {
    if (codeOf(fault) === 'ENOENT') return undefined;
    throw fault;
  }
}

/** Looks before anything is written: a folder that this host does not understand stays as it is. */
function refuseForeign(path: string): void {
  const version = readIfThere(join(path, VERSION_FILE));
  if (version === undefined) {
    const foreign = readdirSync(path).filter((name) => !UNMINDED.includes(name));
    if (foreign.length === 0) return;
    throw new Error(`${path} holds other files, and no data of Freewheel's. Set DATA_DIR to a folder of its own.`);
  }
  if (version === String(DATA_VERSION)) return;
  throw new Error(
    `The data in ${path} has version ${version}; this Freewheel reads version ${DATA_VERSION}. Run the Freewheel ` +
      'that wrote it, set DATA_DIR to another folder, or forget the data with --fresh. Nothing was changed.',
  );
}

/**
 * SQLite's lock on a file, which the operating system takes back from a process that dies, however it dies: no lock
 * is ever left behind, and no other process that has been given the same id is mistaken for its holder.
 */
function lock(path: string): DatabaseSync {
  const file = new DatabaseSync(join(path, LOCK_FILE));
  try {
    file.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (fault) {
    file.close();
    const pid = readIfThere(join(path, PID_FILE)) ?? 'unknown';
    const remedy = 'Stop it, or set DATA_DIR to another folder.';
    throw new Error(`The data in ${path} is in use by another Freewheel (process ${pid}). ${remedy}`, { cause: fault });
  }
  writeFileSync(join(path, PID_FILE), `${process.pid}\n`);
  return file;
}

function forget(path: string): void {
  for (const name of readdirSync(path)) {
    if (name !== LOCK_FILE && name !== PID_FILE) rmSync(join(path, name), { recursive: true });
  }
}

function explain(path: string, fault: unknown): unknown {
  const reasons: Record<string, string> = {
    EACCES: 'this user may not write there',
    EPERM: 'this user may not write there',
    EROFS: 'it is on a read-only disk',
    ENOTDIR: 'it is not a folder',
    EEXIST: 'it is not a folder',
    ENOENT: 'no folder can be made there',
    ENOSPC: 'the disk is full',
  };
  const reason = reasons[codeOf(fault)];
  if (!reason) return fault;
  const message = `The data cannot be kept in ${path}: ${reason}. Set DATA_DIR to a folder that can be written.`;
  return new Error(message, { cause: fault });
}

/**
 * Opens the folder, and makes it where it is not there.
 *
 * @param options `fresh` forgets what the folder holds, also where a newer host wrote it
 * @throws Error that says what to do where the folder cannot be written, is in use, is of a newer version, or holds
 * something else
 */
export function openDataDir(folder: string, { fresh = false }: { fresh?: boolean } = {}): DataDir {
  if (folder === IN_MEMORY) return { path: IN_MEMORY, close: () => {} };
  const path = resolve(folder);
  try {
    // Where the parent is there, one plain step: on file systems that refuse new folders, Node's recursive way never ends.
    if (!existsSync(path)) mkdirSync(path, { recursive: !existsSync(dirname(path)) });
    const isOurs = readIfThere(join(path, VERSION_FILE)) !== undefined;
    if (!fresh || !isOurs) refuseForeign(path);
    const held = lock(path);
    if (fresh) forget(path);
    writeFileSync(join(path, VERSION_FILE), `${DATA_VERSION}\n`);
    return { path, close: () => void (held.isOpen && held.close()) };
  } catch (fault) {
    throw explain(path, fault);
  }
}
