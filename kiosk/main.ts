import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { systemClock } from '../seams/clock.ts';
import { systemRandom } from '../seams/random.ts';
import { sendHttp } from './cloud/http.ts';
import { mqttTransport } from './cloud/mqtt-transport.ts';
import { parseConfig } from './config.ts';
import { type MachineState, simulatedMachine } from './hardware/simulated/machine.ts';
import { createKiosk } from './kiosk.ts';
import { openKioskStore } from './store/kiosk-store.ts';

/**
 * Runs one kiosk with simulated hardware from its folder: `node kiosk/main.ts FOLDER [PORT]`. The folder holds
 * `kiosk.json`, `device-key.pem`, and for MQTT over TLS `certificate.pem`, `certificate-key.pem` and maybe `ca.pem`. A kiosk maker puts
 * their own driver where the simulated machine is made.
 */
const [folder = '.', port = '8090'] = process.argv.slice(2);
const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const log = (line: string) => process.stderr.write(`${line}\n`);

const config = parseConfig(read('kiosk.json'));
const store = openKioskStore(join(folder, 'kiosk.sqlite'));
const machine = simulatedMachine({
  clock: systemClock,
  bikes: Array.from({ length: config.bays }, () => null),
  saved: store.get<MachineState>('machine'),
  save: (state) => store.put('machine', state),
});
const kiosk = createKiosk({
  config,
  deviceKey: read('device-key.pem'),
  transport: mqttTransport({
    url: config.mqttEndpoint,
    clock: systemClock,
    random: systemRandom,
    ...(config.mqttEndpoint.startsWith('mqtts:') && {
      // AWS IoT Core's endpoint is signed by an authority that Node.js trusts; a host of one's own has its own.
      tls: {
        ca: existsSync(join(folder, 'ca.pem')) ? read('ca.pem') : rootCertificates.join('\n'),
        cert: read('certificate.pem'),
        key: read('certificate-key.pem'),
      },
    }),
  }),
  http: sendHttp,
  driver: machine,
  store,
  clock: systemClock,
  random: systemRandom,
  assets: join(import.meta.dirname, '../.build/web/kiosk'),
  log,
});

const server = createServer(kiosk.web);
await kiosk.start();
server.listen(Number(port), '127.0.0.1', () => log(`${config.name} is at http://localhost:${port}/`));

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, async () => {
    server.close();
    await kiosk.stop();
    store.close();
  });
