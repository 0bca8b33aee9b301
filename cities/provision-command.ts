import { createReadStream, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DescribeEndpointCommand, IoTClient } from '@aws-sdk/client-iot';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { addressPoints } from './address-points.ts';
import { amazonRoots } from './amazon-roots.ts';
import { readCity } from './city.ts';
import { deployedCity } from './outputs.ts';
import { provision } from './provision.ts';

/**
 * `npm run provision -- --city havenbrook --stage dev --outputs outputs.json --devices devices`: seeds a deployed
 * city, and writes a folder for each kiosk. `--addresses addresses.csv` has the city's address points (OpenAddresses) in
 * place of those in the city's file, all of them. Talks to AWS, or to `AWS_ENDPOINT_URL`; the authority of a broker that
 * is not AWS's comes as `--ca FILE` (the embedded host keeps its own as `ca.pem` in its data folder).
 */
const { values } = parseArgs({
  options: {
    city: { type: 'string', default: 'havenbrook' },
    stage: { type: 'string', default: 'dev' },
    outputs: { type: 'string', default: '.build/outputs.json' },
    devices: { type: 'string', default: 'devices' },
    addresses: { type: 'string' },
    ca: { type: 'string' },
  },
});

const city = readCity(values.city);
const deployed = deployedCity(JSON.parse(readFileSync(values.outputs, 'utf8')), city.id, values.stage);
const iot = new IoTClient({});
const { endpointAddress } = await iot.send(new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }));
if (!endpointAddress) throw new Error('IoT Core names no endpoint for kiosks to connect to.');
// AWS names a host alone, which takes MQTT over TLS at its usual port; the embedded host names its port.
const mqttEndpoint = `mqtts://${endpointAddress.includes(':') ? endpointAddress : `${endpointAddress}:8883`}`;
const ca = values.ca === undefined ? amazonRoots() : readFileSync(values.ca, 'utf8');
const file = values.addresses;
/** The place of the city's first address, for points that do not name theirs. */
const { city: town = city.name, state = '' } = city.addresses[0] ?? {};
const addresses = file ? addressPoints(createReadStream(file, 'utf8'), { city: town, state }) : undefined;
const taken = await provision({
  ...(addresses && { addresses }),
  city,
  deployed,
  mqttEndpoint,
  ca,
  folder: values.devices,
  iot,
  lambda: new LambdaClient({}),
});
console.log(`${city.name}: ${city.kiosks.length} kiosks are ready; what each needs is in ${values.devices}/`);
console.log(`${taken.addresses} address points are in its address book; ${taken.unusable} were no addresses.`);
