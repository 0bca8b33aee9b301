import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundling } from '../infra/bundle-functions.ts';
import { handlerFiles } from '../infra/handlers.ts';

/** What is wanted of functions for which others wait, where they need no SDK. */
const RATIO_MAX = 0.1;
const ROUNDS = 9;

/** What a function has that takes everything as it comes: the full logger, zod, and the clients that ours use. */
const EVERYTHING = `
  import { Logger } from '@aws-lambda-powertools/logger';
  import * as z from 'zod';
  import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
  import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
  import { KMSClient } from '@aws-sdk/client-kms';
  import { SFNClient } from '@aws-sdk/client-sfn';
  export const handler = { Logger, z, DynamoDBClient, DynamoDBDocumentClient, KMSClient, SFNClient };
`;

/** Each in a process of its own, as in a cold Lambda; the median of milliseconds. */
function loadMs(file: string): number {
  const script = `const t = process.hrtime.bigint(); require(${JSON.stringify(file)}); console.log(Number(process.hrtime.bigint() - t) / 1e6)`;
  const env = { ...process.env, AWS_REGION: 'eu-west-1' };
  const times = Array.from({ length: ROUNDS }, () =>
    Number(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', env })),
  );
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
}

/** How long the authoriser and the callbacks take to load, against a bundle of everything made in the same run. */
export async function moduleLoad(): Promise<string[]> {
  const outdir = mkdtempSync(join(tmpdir(), 'freewheel-load-'));
  const names = ['orchestration/authorize-kiosk', 'storage/record-fact', 'bikes/record-photo', 'frontend/describe-api'];
  const chosen = [...handlerFiles()].filter(([name]) => names.includes(name));
  await build({ ...bundling(chosen), outdir });
  const everything = join(outdir, 'everything.js');
  const stdin = { contents: EVERYTHING, resolveDir: import.meta.dirname };
  await build({
    stdin,
    outfile: everything,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    minify: true,
  });
  const whole = loadMs(everything);
  const lines = names.map((name) => {
    const ms = loadMs(join(outdir, name, 'index.js'));
    return `  ${name.padEnd(34)}${ms.toFixed(1).padStart(7)} ms   ${(ms / whole).toFixed(2)} of it`;
  });
  rmSync(outdir, { recursive: true });
  return [
    `Loading a function, against one that takes everything as it comes (${whole.toFixed(1)} ms); wanted where no SDK is needed: ${RATIO_MAX}`,
    ...lines,
  ];
}
