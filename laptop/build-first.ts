import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const BUILD = join(import.meta.dirname, '..', 'scripts', 'build.ts');

/**
 * Builds everything that a city runs on, in a process of its own: bundler and CDK take some 400 MB, which a city that runs for days
 * need not hold on to.
 *
 * @throws Error with what the build printed.
 */
export async function buildFirst(): Promise<void> {
  try {
    await promisify(execFile)(process.execPath, [BUILD, '--without-simulations']);
  } catch (fault) {
    const { stdout = '', stderr = '' } = fault as { stdout?: string; stderr?: string };
    throw new Error(`The build failed:\n${stdout}${stderr}`, { cause: fault });
  }
}
