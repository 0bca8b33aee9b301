import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { readCity } from './city.ts';
import { pagesOf } from './outputs.ts';
import { publishPages } from './publish-pages.ts';

/**
 * `npm run publish-pages -- --city havenbrook --stage dev --outputs outputs.json`: publishes the pages that
 * `npm run build` has made at the address of a deployed city. Talks to AWS, or to `AWS_ENDPOINT_URL`.
 */
const { values } = parseArgs({
  options: {
    city: { type: 'string', default: 'havenbrook' },
    stage: { type: 'string', default: 'dev' },
    outputs: { type: 'string', default: '.build/outputs.json' },
    pages: { type: 'string', default: '.build/web' },
  },
});

const city = readCity(values.city);
const outputs = JSON.parse(readFileSync(values.outputs, 'utf8'));
const { DistributionDomain, ...deployed } = pagesOf(outputs, city.id, values.stage);
// By path rather than by host name: an endpoint that is not AWS's has no host for each bucket.
const s3 = new S3Client({ forcePathStyle: process.env['AWS_ENDPOINT_URL'] !== undefined });
const { written, removed } = await publishPages({ city, folder: values.pages, deployed, s3 });
console.log(`${city.name}: ${written} files are published at ${DistributionDomain}; ${removed} old ones are gone.`);
