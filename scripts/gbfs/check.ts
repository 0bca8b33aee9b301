import { parseArgs } from 'node:util';
import { systemClock } from '../../seams/clock.ts';
import { fetchFeed, readFeed } from './feed.ts';
import { faultsOf, RULES } from './rules.ts';
import { hasSchemas, SCHEMAS, schemaFaults } from './schemas.ts';

const USAGE = 'Say where the feed is: npm run gbfs -- URL|FOLDER [--schemas FOLDER] [--at INSTANT]\n';

/** `npm run gbfs -- URL|FOLDER`: says what is wrong with a feed, by the rules that schemas miss, and by the schemas. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { schemas: { type: 'string', default: SCHEMAS }, at: { type: 'string' } },
  });
  const [where] = positionals;
  if (where === undefined) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  const feed = await (/^https?:/.test(where) ? fetchFeed(where) : readFeed(where));
  const faults = faultsOf(feed, values.at === undefined ? systemClock.now() : Date.parse(values.at));
  const isHeldToSchemas = hasSchemas(values.schemas);
  if (isHeldToSchemas) faults.push(...schemaFaults(feed, values.schemas));
  const stations = feed.station_status.data.stations.length;
  const measure = isHeldToSchemas ? 'and its JSON Schemas' : `and no JSON Schemas, since ${values.schemas} has none`;
  for (const fault of faults) process.stdout.write(`✗ ${fault}\n`);
  process.stdout.write(
    `${Object.keys(feed).length} files, ${stations} stations; ${Object.keys(RULES).length} rules ${measure}: ${faults.length} faults\n`,
  );
  process.exitCode = faults.length === 0 ? 0 : 1;
}

await main().catch((fault: Error) => {
  process.stderr.write(`${fault.message}\n`);
  process.exitCode = 2;
});
