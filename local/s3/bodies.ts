import { mkdirSync, readdirSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Random, uuid } from '../../seams/random.ts';

/** Where the contents of objects lie. None is changed once it is written. */
export interface Bodies {
  /** Writes the pieces as one body, and gives its name once it will survive a loss of power. */
  write(pieces: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<string>;
  /** Rejects where there is none of that name. */
  read(name: string): Promise<Buffer>;
  remove(name: string): Promise<void>;
  /** Those that were there when the host started. */
  found: string[];
}

function inMemory(bodies: Map<string, Buffer>, random: Random): Bodies {
  return {
    write: async (pieces) => {
      const kept: Buffer[] = [];
      for await (const piece of pieces) kept.push(piece);
      const name = uuid(random);
      bodies.set(name, Buffer.concat(kept));
      return name;
    },
    read: async (name) => {
      const body = bodies.get(name);
      if (body) return body;
      throw new Error(`There is no body ${name}.`);
    },
    remove: async (name) => void bodies.delete(name),
    found: [...bodies.keys()],
  };
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Bodies as files in a folder, or in memory. */
export function openBodies(folder: string | Map<string, Buffer>, random: Random): Bodies {
  if (typeof folder !== 'string') return inMemory(folder, random);
  mkdirSync(folder, { recursive: true });
  return {
    write: async (pieces) => {
      const name = uuid(random);
      const temporary = join(folder, `${name}.part`);
      const handle = await open(temporary, 'wx');
      try {
        for await (const piece of pieces) await handle.writeFile(piece);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, join(folder, name));
      await syncFolder(folder);
      return name;
    },
    read: (name) => readFile(join(folder, name)),
    remove: (name) => rm(join(folder, name), { force: true }),
    found: readdirSync(folder),
  };
}
