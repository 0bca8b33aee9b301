import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../seams/clock.ts';
import { systemRandom } from '../seams/random.ts';
import { sendHttp } from './cloud/http.ts';
import { mqttTransport } from './cloud/mqtt-transport.ts';
import { readKioskFolder, withFile } from './folder.ts';
import { type MachineState, simulatedMachine } from './hardware/simulated/machine.ts';
import { createKiosk } from './kiosk.ts';
import { openKioskStore } from './store/kiosk-store.ts';

/**
 * Runs one kiosk with simulated hardware from its folder: `node kiosk/main.ts FOLDER [PORT]`. A kiosk maker puts
 * their own driver where the simulated machine is made.
 */
async function main(folder = '.', portText = '8090'): Promise<void> {
  const port = Number(portText);
  if (!(Number.isInteger(port) && port >= 0 && port < 65_536))
    throw new Error(`The port must be a number from 0 to 65535, not '${portText}'.`);
  const log = (line: string) => void process.stderr.write(`${line}\n`);
  const { config, deviceKey, tls } = readKioskFolder(folder);
  const store = withFile(join(folder, 'kiosk.sqlite'), openKioskStore);
  const machine = simulatedMachine({
    clock: systemClock,
    bikes: Array.from({ length: config.bays }, () => null),
    saved: store.get<MachineState>('machine'),
    save: (state) => store.put('machine', state),
  });
  const transport = { url: config.mqttEndpoint, clock: systemClock, random: systemRandom, tls };
  const kiosk = createKiosk({
    config,
    deviceKey,
    transport: mqttTransport(transport),
    http: sendHttp,
    driver: machine,
    store,
    clock: systemClock,
    random: systemRandom,
    machineUpMs: uptime() * 1_000,
    assets: join(import.meta.dirname, '../.build/web/kiosk'),
    log,
  });

  const server = createServer(kiosk.web).listen(port, '127.0.0.1');
  await once(server, 'listening').catch((fault: NodeJS.ErrnoException) => {
    if (fault.code !== 'EADDRINUSE') throw fault;
    throw new Error(`Port ${port} is taken. Name another one: node kiosk/main.ts FOLDER PORT`);
  });
  await kiosk.start();
  log(`${config.name} is at http://localhost:${(server.address() as AddressInfo).port}/`);

  const stop = async () => {
    server.close();
    await kiosk.stop();
    server.closeAllConnections();
    machine.cutPower();
    store.close();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
}

main(...process.argv.slice(2)).catch((fault: unknown) => {
  process.stderr.write(`${fault instanceof Error ? fault.message : String(fault)}\n`);
  process.exitCode = 1;
});
