import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { Surroundings } from '../../../local/lambda/bundle.ts';
import { sharedLibraries } from '../../../local/lambda/libraries.ts';

const folder = mkdtempSync(join(tmpdir(), 'freewheel-libraries-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A library that keeps at its loading what it may keep, and asks for the rest each time. */
const CODE = `
  const { randomUUID, createHash } = require('node:crypto');
  const { now } = Date;
  let loads = 0;
  loads++;
  exports.libraries = {
    'a-library': {
      loads: () => loads,
      moment: () => [now(), new Date().getTime(), new Date(7).getTime()],
      name: () => process.env.NAME,
      id: () => randomUUID(),
      hash: (text) => createHash('sha256').update(text).digest('hex').length,
      later: () => new Promise((resolve) => setTimeout(() => resolve(process.env.NAME), 1)),
    },
  };
`;

function surroundings(name: string, ms: number): Surroundings {
  const require = createRequire(__filename);
  const own = class extends Date {
    constructor(...given: [] | [number]) {
      super(given.length > 0 ? Number(given[0]) : ms);
    }
    static override now = () => ms;
  };
  const crypto = { ...(require('node:crypto') as object), randomUUID: () => `id of ${name}` };
  return {
    globals: { Date: own, process: { env: { NAME: name } }, setTimeout },
    require: (id) => (id === 'node:crypto' ? crypto : require(id)),
  };
}

interface Library {
  loads(): number;
  moment(): number[];
  name(): string;
  id(): string;
  hash(text: string): number;
  later(): Promise<string>;
}

function two() {
  const file = join(folder, 'libraries.js');
  writeFileSync(file, CODE);
  const shared = sharedLibraries(file);
  return [shared(surroundings('one', 1_000)), shared(surroundings('other', 2_000))].map((own) => ({
    library: own.require('a-library') as Library,
    enter: <Result>(work: () => Result): Result => (own.enter ? own.enter(work) : work()),
  }));
}

describe('libraries that functions share', () => {
  it('are loaded once, and know for each function its own time, chance and environment', () => {
    const told = two().map(({ library, enter }) =>
      enter(() => [library.loads(), library.moment(), library.name(), library.id(), library.hash('x')]),
    );

    expect(told).toEqual([
      [1, [1_000, 1_000, 7], 'one', 'id of one', 64],
      [1, [2_000, 2_000, 7], 'other', 'id of other', 64],
    ]);
  });

  it('know it also after they have waited, while another function was at work', async () => {
    const waiting = two().map(({ library, enter }) => enter(() => library.later()));

    expect(await Promise.all(waiting)).toEqual(['one', 'other']);
  });

  it('are of no use outside of any function', () => {
    const [one] = two();

    expect(() => one?.library.name()).toThrow('was used outside of any function');
  });
});
