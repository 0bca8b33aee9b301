import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { Refused } from './call.ts';
import { readCity } from './city.ts';
import { pickOutputs } from './outputs.ts';
import { tripLines } from './trips.ts';
import { eventLines, readDaysOf } from './vehicle-events.ts';

/** Exit codes: done; refused by the service, or not reached; not understood. */
const [DONE, REFUSED, NOT_UNDERSTOOD] = [0, 1, 2];

const HELP = `npm run --silent events -- --day YYYY-MM-DD [options] > FILE

Writes what happened to the city's bikes on a day (UTC) as CSV (RFC 4180): every change of a bike's state, in the words of
the Mobility Data Specification 2.0.

  --trips            the trips that began on the day instead, in the columns in which Citi Bike publishes its own
  --city ID          the city (havenbrook)       --stage NAME      its stage (dev)
  --outputs FILE     what the deployment said of itself (.build/outputs.json; on a laptop .freewheel/outputs.json)

Talks to AWS, or to AWS_ENDPOINT_URL. docs/operations.md says what the columns mean.`;

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        day: { type: 'string' },
        trips: { type: 'boolean', default: false },
        city: { type: 'string', default: 'havenbrook' },
        stage: { type: 'string', default: 'dev' },
        outputs: { type: 'string', default: '.build/outputs.json' },
        help: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (fault) {
    console.error((fault as Error).message);
    return undefined;
  }
}

const isDay = (day: string | undefined): day is string =>
  /^\d{4}-\d{2}-\d{2}$/.test(day ?? '') && !Number.isNaN(Date.parse(day ?? ''));

/** No trip is longer than until its bike is missing, and its end may be told on the day after. */
const daysUntilMissing = (missingMinutes: number) => Math.ceil(missingMinutes / (24 * 60)) + 1;

/** `npm run events`: what the city may publish of its bikes. */
async function main(): Promise<number> {
  const values = readArguments();
  if (values?.help) {
    console.log(HELP);
    return DONE;
  }
  if (!values || !isDay(values.day)) {
    console.error(HELP);
    return NOT_UNDERSTOOD;
  }
  const { day, trips, city: id, stage, outputs } = values;
  try {
    const { timeZone, tariff } = readCity(id);
    const names = pickOutputs(JSON.parse(readFileSync(outputs, 'utf8')), id, stage, ['ExportVehicleEvents']);
    const readDay = readDaysOf(new LambdaClient({}), names.ExportVehicleEvents);
    const daysAfter = daysUntilMissing(tariff.missingMinutes);
    const lines = trips ? tripLines(readDay, { day, daysAfter, timeZone }) : eventLines(readDay, day);
    for await (const line of lines) process.stdout.write(line);
    return DONE;
  } catch (fault) {
    console.error(fault instanceof Refused ? fault.message : `The events could not be reached: ${fault}`);
    return REFUSED;
  }
}

process.exitCode = await main();
