import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionDefinition } from '../../../local/lambda/contract.ts';
import { folder } from '../sample-app.ts';

/** A function whose code is `source`, as CommonJS. */
export function define(name: string, source: string, changes: Partial<FunctionDefinition> = {}): FunctionDefinition {
  const file = join(folder(), 'index.js');
  writeFileSync(file, source);
  return {
    name,
    arn: `arn:aws:lambda:eu-west-1:000000000000:function:${name}`,
    roleArn: `arn:aws:iam::000000000000:role/${name}`,
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    description: '',
    file,
    exported: 'handler',
    variables: {},
    env: {},
    timeoutMs: 5_000,
    memoryMb: 256,
    logGroup: `/aws/lambda/${name}`,
    ...changes,
  };
}

export const echo = () => define('echo', 'exports.handler = async (event) => event;');
