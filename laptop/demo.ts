import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ASSEMBLY, PAGES } from '../scripts/output.ts';
import { buildFirst } from './build-first.ts';
import { day } from './day.ts';
import { openCity } from './open-city.ts';
import { operatorOf } from './operator.ts';
import { consoleTeller, jsonTeller } from './teller.ts';

/**
 * `npm run demo`: a day in the city, told on the console. Ends by itself; `--json` tells it to machines, and
 * `--feed FOLDER` keeps the public feed of its end.
 */
async function demo(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, feed: { type: 'string' } } });
  const tell = (values.json ? jsonTeller : consoleTeller)((line) => console.log(line));
  const dataDir = mkdtempSync(join(tmpdir(), 'freewheel-demo-'));
  await buildFirst();
  const city = await openCity({
    cityId: 'havenbrook',
    assemblyDir: ASSEMBLY,
    pagesDir: PAGES,
    dataDir,
    ports: { web: 0, aws: 0, mqtt: 0 },
    fresh: true,
    pace: 0.2,
    log: () => {},
  });
  const operator = operatorOf(city);
  try {
    await day({ city, operator, tell, feedFolder: values.feed });
    tell.end();
  } finally {
    operator.leave();
    await city.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

await demo();
