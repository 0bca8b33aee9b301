import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { unlessMade } from '../../scripts/made.ts';

let root: string;
let times: number;

beforeEach(() => {
  times = 0;
  root = mkdtempSync(join(tmpdir(), 'freewheel-made-'));
  for (const folder of ['functions', 'elsewhere', 'test', 'node_modules']) mkdirSync(join(root, folder));
  write('functions/handler.ts', 'one');
});
afterEach(() => rmSync(root, { recursive: true }));

const write = (file: string, content: string) => writeFileSync(join(root, file), content);
const record = () => join(root, '.build', 'made.json');
/** Makes what is made of the sources, as `npm run build` does. */
const build = (work = async () => write('cdk.out', 'made')) =>
  unlessMade(root, record())('assembly', [join(root, 'cdk.out')], async () => {
    times += 1;
    await work();
  });

describe('a build', () => {
  it('makes nothing again of the sources that it has made it of', async () => {
    await build();
    await build();

    expect(times).toBe(1);
  });

  it.each([
    ['a source has changed', () => write('functions/handler.ts', 'two')],
    ['a source is new', () => write('functions/another.ts', '')],
    ['a source has gone', () => rmSync(join(root, 'functions/handler.ts'))],
    ['a source is in a folder that nobody has spoken of', () => write('elsewhere/file.ts', '')],
    ['another package was installed', () => write('node_modules/.package-lock.json', '{}')],
    ['somebody has written over what was made', () => write('cdk.out', 'for another city')],
    ['what was made is gone', () => rmSync(join(root, 'cdk.out'))],
  ])('makes it anew where %s', async (_, change) => {
    await build();
    change();
    await build();

    expect(times).toBe(2);
  });

  it('makes it anew where it had failed, also after it had worked', async () => {
    await build();
    write('functions/handler.ts', 'wrong');
    await expect(build(() => Promise.reject(new Error('A handler is wrong.')))).rejects.toThrow('wrong');
    write('functions/handler.ts', 'one');
    await build();

    expect(times).toBe(3);
  });

  it('makes nothing anew for a test, or for what people read', async () => {
    await build();
    write('test/handler.test.ts', '');
    write('functions/README.md', '');
    await build();

    expect(times).toBe(1);
  });
});
