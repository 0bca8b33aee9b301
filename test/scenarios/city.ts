import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { type OpenCity, openCity } from '../../laptop/open-city.ts';
import type { OpenKiosk } from '../../laptop/open-kiosks.ts';
import { cardOf } from '../../laptop/sample-cards.ts';
import { ASSEMBLY, PAGES } from '../../scripts/output.ts';
import { sleep, systemClock } from '../../seams/clock.ts';

interface Execution {
  name: string;
  status: string;
  input: unknown;
  output: unknown;
  /** The error that ended it. */
  error: string | undefined;
}

/** A city of a test's own: free ports, its own folder, quick machines. */
export interface TestCity extends OpenCity {
  kiosk(id: string): OpenKiosk;
  /** Where everything is kept. */
  dataDir: string;
  /** The folder of each kiosk's keys. */
  devices: string;
  /** What a scanner reads off the licence of one of the city's people. */
  card(firstName: string): string;
  /** Everything in bikes' table. */
  items(): Promise<Array<Record<string, unknown>>>;
  bike(bikeId: string): Promise<Record<string, unknown> | undefined>;
  /** The executions of a workflow, newest first, by name and status. */
  executions(workflow: 'Rental' | 'Ride' | 'Undo'): Promise<Execution[]>;
  /** All that the cloud's side has written to its disk, as one text. */
  everythingKept(): Promise<string>;
  /** Ends the city as it stands, and opens it again on the same folder, perhaps with another assembly deployed. */
  reopen(assemblyDir?: string): Promise<TestCity>;
  dispose(): Promise<void>;
}

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Opens the city in a folder that the caller keeps. */
export async function openCityAt(dataDir: string, fresh: boolean, assemblyDir = ASSEMBLY): Promise<TestCity> {
  const city = await openCity({
    cityId: 'havenbrook',
    assemblyDir,
    pagesDir: PAGES,
    dataDir,
    ports: { web: 0, aws: 0, mqtt: 0 },
    fresh,
    pace: 0.05,
    log: () => {},
  });
  const client = { endpoint: city.host.awsEndpoint, region: city.host.region, credentials };
  const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient(client));
  const states = new SFNClient(client);
  const services = city.host.outputs[`Freewheel-${city.city.id}-dev-Services`] ?? {};
  const items = async () => {
    const table = `Freewheel-${city.city.id}-dev-Data-BikesTable`;
    const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: table, ConsistentRead: true }));
    return Items;
  };
  const close = async () => {
    dynamo.destroy();
    states.destroy();
    await city.close();
  };
  return {
    ...city,
    close,
    dataDir,
    devices: join(dataDir, 'devices'),
    kiosk(id) {
      const kiosk = city.kiosks.get(id);
      if (!kiosk) throw new Error(`There is no kiosk '${id}'.`);
      return kiosk;
    },
    card(firstName) {
      const person = [...city.city.residents, ...city.city.visitors].find((one) => one.firstName === firstName);
      if (!person) throw new Error(`Nobody is called ${firstName}.`);
      return cardOf(person);
    },
    items,
    bike: async (bikeId) => (await items()).find((item) => item['pk'] === `bike#${bikeId}`),
    async executions(workflow) {
      const stateMachineArn = services[`${workflow}Workflow`];
      const { executions = [] } = await states.send(new ListExecutionsCommand({ stateMachineArn }));
      return Promise.all(
        executions.map(async ({ executionArn, name = '', status = '' }) => {
          const { input, output, error } = await states.send(new DescribeExecutionCommand({ executionArn }));
          const parsed = (text: string | undefined) => (text === undefined ? undefined : JSON.parse(text));
          return { name, status, input: parsed(input), output: parsed(output), error };
        }),
      );
    },
    async everythingKept() {
      const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
      const ofCloud = files.filter(({ parentPath }) => !/kiosks|devices/.test(parentPath.slice(dataDir.length)));
      return ofCloud.map((file) => readFileSync(join(file.parentPath, file.name), 'latin1')).join('\n');
    },
    async reopen(next = assemblyDir) {
      await close();
      return openCityAt(dataDir, false, next);
    },
    async dispose() {
      await close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export function openTestCity(): Promise<TestCity> {
  return openCityAt(mkdtempSync(join(tmpdir(), 'freewheel-test-')), true);
}

/** Asks again until the answer is something; a test that waits in vain is ended by Jest. */
export async function eventually<Answer>(ask: () => Promise<Answer | undefined | false>): Promise<Answer> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await sleep(systemClock, 25);
  }
}
