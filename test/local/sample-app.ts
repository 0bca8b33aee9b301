import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, DefaultStackSynthesizer, type Environment, type IStackSynthesizer, Stack } from 'aws-cdk-lib';
import { Code, type FunctionOptions, Function as LambdaFunction, Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';

const folders: string[] = [];

/** A fresh folder, which `forgetFolders` takes away again. */
export function folder(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'freewheel-')));
  folders.push(path);
  return path;
}

export function forgetFolders(): void {
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
}

/** A stack as ours are: without the bootstrap rule, which would bring in a parameter of Systems Manager. */
export function addStack(app: App, name: string, env: Environment = {}): Stack {
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false });
  return new Stack(app, name, { synthesizer: synthesizer as IStackSynthesizer, env });
}

/** A function whose source is bundled into one CommonJS file, as those that are deployed. */
export function addFunction(stack: Stack, id: string, source: string, options: FunctionOptions = {}): LambdaFunction {
  const outdir = folder();
  buildSync({
    stdin: { contents: source, resolveDir: process.cwd(), loader: 'js' },
    outfile: join(outdir, 'index.js'),
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    supported: { 'dynamic-import': false },
  });
  return new LambdaFunction(stack, id, {
    runtime: new Runtime('nodejs24.x', RuntimeFamily.NODEJS),
    handler: 'index.handler',
    code: Code.fromAsset(outdir),
    ...options,
  });
}

/** Synthesizes what `build` puts into one stack called `Sample`, and returns the assembly's folder. */
export function synthesize(build: (stack: Stack, app: App) => void): string {
  const outdir = folder();
  const app = new App({ outdir, analyticsReporting: false });
  build(addStack(app, 'Sample'), app);
  app.synth();
  return outdir;
}
