import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { type DataDir, openDataDir } from '../../local/data-dir.ts';
import { folder, forgetFolders } from './sample-app.ts';

describe('the data folder', () => {
  const opened: DataDir[] = [];
  const open = (...given: Parameters<typeof openDataDir>) => {
    const data = openDataDir(...given);
    opened.push(data);
    return data;
  };

  afterEach(() => {
    for (const data of opened.splice(0)) data.close();
  });
  afterAll(forgetFolders);

  it('is made where it is not there', () => {
    const path = join(folder(), 'some', 'where');

    open(path);

    expect(existsSync(path)).toBe(true);
  });

  it('can be opened again once it was closed', () => {
    const path = folder();
    open(path).close();

    expect(() => open(path)).not.toThrow();
  });

  it('is refused while it is open, and the process that holds it is named', () => {
    const path = folder();
    open(path);

    expect(() => open(path)).toThrow(`${path} is in use by another Freewheel (process ${process.pid})`);
  });

  it('is taken over from a process that was killed', async () => {
    const path = folder();
    const source = new URL('../../local/data-dir.ts', import.meta.url).href;
    const script = `const { openDataDir } = await import('${source}');
      globalThis.held = openDataDir(${JSON.stringify(path)}); console.log('open'); process.stdin.resume();`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    await once(child.stdout, 'data');
    const held = () => open(path);
    expect(held).toThrow(`process ${child.pid}`);

    child.kill('SIGKILL');
    await once(child, 'exit');

    expect(held).not.toThrow();
  });

  it('is refused and left as it is where a newer version wrote it', () => {
    const path = folder();
    writeFileSync(join(path, 'version'), '99\n');
    writeFileSync(join(path, 'store.sqlite'), 'of tomorrow');

    expect(() => open(path)).toThrow(/has version 99; this Freewheel reads version 1.*Nothing was changed/s);
    expect(readdirSync(path).sort()).toEqual(['store.sqlite', 'version']);
  });

  it('is refused where it holds somebody else’s files', () => {
    const path = folder();
    writeFileSync(join(path, 'thesis.txt'), 'unsaved elsewhere');

    expect(() => open(path, { fresh: true })).toThrow('holds other files');
    expect(readFileSync(join(path, 'thesis.txt'), 'utf8')).toBe('unsaved elsewhere');
  });

  it('forgets what it holds when asked to, also what a newer version wrote', () => {
    const path = folder();
    writeFileSync(join(path, 'version'), '99\n');
    mkdirSync(join(path, 'tables'));

    open(path, { fresh: true });

    expect(existsSync(join(path, 'tables'))).toBe(false);
    expect(readFileSync(join(path, 'version'), 'utf8')).toBe('1\n');
  });

  it('is refused at once where no folder can be made', () => {
    expect(() => open('/proc/freewheel')).toThrow(/Set DATA_DIR to a folder that can be written/);
  });

  it('is refused in plain words where it is a file', () => {
    const path = join(folder(), 'file');
    writeFileSync(path, '');

    expect(() => open(path)).toThrow(`The data cannot be kept in ${path}: it is not a folder. Set DATA_DIR`);
  });
});
