import { statSync } from 'node:fs';
import { build } from 'esbuild';

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

/** Bundles it into a file, with nothing left out; answers how many bytes it has. */
export async function bundleEverything(outfile: string): Promise<number> {
  const stdin = { contents: EVERYTHING, resolveDir: import.meta.dirname };
  await build({ stdin, outfile, bundle: true, format: 'cjs', platform: 'node', target: 'node24', minify: true });
  return statSync(outfile).size;
}
