import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateKeysAndCertificateCommand,
  CreateThingCommand,
  type IoTClient,
} from '@aws-sdk/client-iot';
import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { ImportFleet } from '../functions/bikes/contract.ts';
import type { AddressesImported, ImportResidents } from '../functions/identity/contract.ts';
import type { RegisterKiosks } from '../functions/orchestration/contract.ts';
import type { ImportStops } from '../functions/workshop/contract.ts';
import type { AddressPoint } from './address-points.ts';
import { type City, type CityKiosk, firstBikes } from './city.ts';
import { importAddresses } from './import-addresses.ts';
import { neighbours } from './walking.ts';

/** What the deployed stacks say of themselves: the outputs that `cdk deploy --outputs-file` writes, by their name. */
export interface DeployedCity {
  ImportAddresses: string;
  ImportFleet: string;
  ImportResidents: string;
  PublishFeed: string;
  RegisterKiosks: string;
  ImportStops: string;
  ApiEndpoint: string;
  KioskPolicyName: string;
}

export interface Provisioning {
  city: City;
  /** The city's open address data, where they are not those of its file. */
  addresses?: AsyncIterable<AddressPoint>;
  deployed: DeployedCity;
  /** `mqtts://host:port`, as kiosks reach the broker. */
  mqttEndpoint: string;
  /** The authorities that may vouch for the broker, as PEM. */
  ca: string;
  /** Gets a folder for each kiosk: what is to be carried to the machine. It holds private keys. */
  folder: string;
  iot: IoTClient;
  lambda: LambdaClient;
}

/** The kiosks around one that it tells riders of when it is empty or full. */
const NEIGHBOURS = 4;

/** Those that the city looks at for it: where several are empty, the next ones may have something. */
const NEIGHBOURS_KEPT = 8;

function described(city: City, kiosk: CityKiosk): ImportFleet['kiosks'][number] {
  const { id, bays, name, lat, lon, region } = kiosk;
  const around = neighbours(city.kiosks, kiosk, NEIGHBOURS_KEPT).map(({ kioskId, metres, walkMinutes }) => {
    return { kioskId, metres, minutes: walkMinutes };
  });
  return {
    ...{ kioskId: id, bays, name, position: { lat, lon }, neighbours: around },
    ...(region !== undefined && { regionId: region }),
  };
}

const pem = (key: KeyObject, type: 'spki' | 'pkcs8') => String(key.export({ type, format: 'pem' } as never));

async function invoke(lambda: LambdaClient, functionName: string, command: unknown): Promise<unknown> {
  const answer = await lambda.send(new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(command) }));
  const payload = Buffer.from(answer.Payload ?? []).toString();
  if (answer.FunctionError) throw new Error(`${functionName} failed: ${payload}`);
  return JSON.parse(payload || 'null');
}

/** Makes the thing, its certificate and its device key, unless the folder says that this was done before. */
async function makeDevice(task: Provisioning, kiosk: CityKiosk): Promise<void> {
  const folder = join(task.folder, kiosk.id);
  if (existsSync(folder)) return;
  const { iot, deployed } = task;
  await iot.send(new CreateThingCommand({ thingName: kiosk.id }));
  const { certificateArn, certificatePem, keyPair } = await iot.send(
    new CreateKeysAndCertificateCommand({ setAsActive: true }),
  );
  await iot.send(new AttachPolicyCommand({ policyName: deployed.KioskPolicyName, target: certificateArn }));
  await iot.send(new AttachThingPrincipalCommand({ thingName: kiosk.id, principal: certificateArn }));
  const device = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  // Written beside and renamed, so that a folder is either whole or not there.
  const unfinished = `${folder}.unfinished`;
  mkdirSync(unfinished, { recursive: true });
  const write = (name: string, text: string | undefined) =>
    writeFileSync(join(unfinished, name), text ?? '', { mode: 0o600 });
  write('certificate.pem', certificatePem);
  write('certificate-key.pem', keyPair?.PrivateKey);
  write('device-key.pem', pem(device.privateKey, 'pkcs8'));
  write('device-key.pub.pem', pem(device.publicKey, 'spki'));
  renameSync(unfinished, folder);
}

/** Writes `kiosk.json` and `ca.pem` anew, since addresses, neighbours and authorities change over time. */
function writeConfig({ city, deployed, mqttEndpoint, ca, folder }: Provisioning, kiosk: CityKiosk): void {
  const around = neighbours(city.kiosks, kiosk, NEIGHBOURS);
  const config = {
    kioskId: kiosk.id,
    name: kiosk.name,
    lat: kiosk.lat,
    lon: kiosk.lon,
    city: city.id,
    bays: kiosk.bays,
    apiEndpoint: deployed.ApiEndpoint,
    mqttEndpoint,
    neighbours: around.map(({ kioskId, name, lat, lon, metres }) => ({ kioskId, name, lat, lon, metres })),
  };
  writeFileSync(join(folder, kiosk.id, 'ca.pem'), ca);
  writeFileSync(join(folder, kiosk.id, 'kiosk.json'), `${JSON.stringify(config, null, 2)}\n`);
}

const publicKeyOf = (folder: string, kiosk: CityKiosk) => {
  const text = readFileSync(join(folder, kiosk.id, 'device-key.pub.pem'));
  return createPublicKey(text).export({ format: 'jwk' });
};

/** So many kiosks go into one call: what their import writes then fits well into a function's ten seconds. */
const KIOSKS_AT_ONCE = 20;

/**
 * Makes a deployed city ready to rent: addresses, residents and bikes in their services, a thing, a certificate and a device
 * key for each kiosk, and the files that each kiosk needs. Safe to repeat: what is there stays as it is. Answers how many
 * address points were taken, and how many were none.
 */
export async function provision(task: Provisioning): Promise<{ addresses: number; unusable: number }> {
  const { city, deployed, lambda } = task;
  // Before the residents, who are visitors where the book does not have their address.
  const taken = await importAddresses(
    task.addresses ??
      city.addresses.map(({ street, city: town, state, postalCode }) => ({ street, city: town, state, postalCode })),
    async (part) => (await invoke(lambda, deployed.ImportAddresses, part)) as AddressesImported,
  );
  const residents: ImportResidents = {
    residents: city.residents.map(({ iin, number, household }) => ({
      iin,
      number,
      household,
      householdSize: city.residents.filter((other) => other.household === household).length,
    })),
  };
  await invoke(lambda, deployed.ImportResidents, residents);

  const bikes = firstBikes(city);
  for (let start = 0; start < city.kiosks.length; start += KIOSKS_AT_ONCE) {
    const kiosks = city.kiosks.slice(start, start + KIOSKS_AT_ONCE);
    const ids = new Set(kiosks.map((kiosk) => kiosk.id));
    const fleet: ImportFleet = {
      kiosks: kiosks.map((kiosk) => described(city, kiosk)),
      bikes: bikes.filter((bike) => ids.has(bike.kioskId)),
    };
    await invoke(lambda, deployed.ImportFleet, fleet);
    const stops = fleet.kiosks.map(({ kioskId, name, position }) => ({ kioskId, name, position }));
    await invoke(lambda, deployed.ImportStops, { kiosks: stops } satisfies ImportStops);
    for (const kiosk of kiosks) {
      await makeDevice(task, kiosk);
      writeConfig(task, kiosk);
    }
    const registered = kiosks.map((kiosk) => ({
      kioskId: kiosk.id,
      thing: kiosk.id,
      publicKey: publicKeyOf(task.folder, kiosk),
    }));
    await invoke(lambda, deployed.RegisterKiosks, { kiosks: registered } as RegisterKiosks);
  }
  // The schedule would get there within a minute; whoever reads the feed of a new city finds it at once.
  await invoke(lambda, deployed.PublishFeed, {});
  return taken;
}
