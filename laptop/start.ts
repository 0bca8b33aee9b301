import { parseArgs } from 'node:util';
import { ASSEMBLY, PAGES } from '../scripts/output.ts';
import { buildFirst } from './build-first.ts';
import { openCity } from './open-city.ts';

/** `npm start`: builds everything, serves a city on this laptop until it is told to stop, and keeps what happens. */

function port(name: string, usual: number): number {
  const text = process.env[name] ?? String(usual);
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value < 65_536) return value;
  throw new Error(`${name} must be a port from 0 to 65535, not '${text}'.`);
}

async function start(): Promise<void> {
  const { values } = parseArgs({ options: { fresh: { type: 'boolean', default: false } } });
  const ports = { web: port('PORT', 8080), aws: port('AWS_PORT', 4566), mqtt: port('MQTT_PORT', 8883) };
  await buildFirst();
  const city = await openCity({
    cityId: 'havenbrook',
    assemblyDir: ASSEMBLY,
    pagesDir: PAGES,
    dataDir: process.env['DATA_DIR'] ?? '.freewheel',
    ports,
    fresh: values.fresh,
    log: (line) => console.log(line),
  });
  const stop = () => {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    city.close().then(
      () => process.exit(0),
      (fault: unknown) => {
        console.error(fault);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  console.log(
    `ready: ${city.city.name} at ${city.address.replace('127.0.0.1', 'localhost')}, AWS at ${city.host.awsEndpoint}, MQTT at ${city.host.mqttEndpoint}`,
  );
}

start().catch((fault: unknown) => {
  console.error(fault instanceof Error ? fault.message : fault);
  process.exitCode = 1;
});
