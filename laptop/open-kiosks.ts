import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type City, type CityKiosk, firstBikes } from '../cities/city.ts';
import { type HttpSend, sendHttp } from '../kiosk/cloud/http.ts';
import { mqttTransport } from '../kiosk/cloud/mqtt-transport.ts';
import { type KioskFolder, readKioskFolder } from '../kiosk/folder.ts';
import { type MachineState, type SimulatedMachine, simulatedMachine } from '../kiosk/hardware/simulated/machine.ts';
import { createStreets, type Streets } from '../kiosk/hardware/simulated/streets.ts';
import { createKiosk, type Kiosk } from '../kiosk/kiosk.ts';
import { openKioskStore } from '../kiosk/store/kiosk-store.ts';
import { openStore, type Store } from '../local/store.ts';
import { type Clock, systemClock } from '../seams/clock.ts';
import type { MqttTransport } from '../seams/mqtt.ts';
import { type Random, systemRandom } from '../seams/random.ts';
import { sampleCards } from './sample-cards.ts';

/** What a kiosk finds around it: time, chance, and the network. */
export interface Surroundings {
  clock: Clock;
  random: Random;
  transport: MqttTransport;
  http: HttpSend;
}

/** The real ones. */
function street({ config: { mqttEndpoint }, tls }: KioskFolder): Surroundings {
  const seams = { clock: systemClock, random: systemRandom };
  return { ...seams, transport: mqttTransport({ url: mqttEndpoint, tls, ...seams }), http: sendHttp };
}

export interface KiosksOptions {
  city: City;
  /** `:memory:` keeps nothing beyond the process. */
  dataDir: string;
  /** What `provision` wrote: a folder for each kiosk. */
  devices: string;
  pagesDir: string;
  pace?: number;
  log: (line: string) => void;
  /** The real ones, unless told otherwise. */
  surroundings?: (folder: KioskFolder) => Surroundings;
}

/** A kiosk with its simulated machine. */
export interface OpenKiosk extends Kiosk {
  machine: SimulatedMachine;
}

function openMachine(
  kiosk: CityKiosk,
  { city, pace }: KiosksOptions,
  { clock, machines, streets }: { clock: Clock; machines: Store; streets: Streets },
): SimulatedMachine {
  const bikes = Array.from({ length: kiosk.bays }, (): string | null => null);
  for (const { kioskId, bay, bikeId } of firstBikes(city)) if (kioskId === kiosk.id) bikes[bay - 1] = bikeId;
  return simulatedMachine({
    clock,
    bikes,
    saved: machines.get<MachineState>('machines', kiosk.id),
    save: (state) => machines.put('machines', kiosk.id, state),
    streets,
    ...(pace === undefined ? {} : { pace }),
  });
}

/** Starts the program of every kiosk of the city, each as it would run in the street but for its hardware. */
export async function openKiosks(options: KiosksOptions): Promise<{
  all: Map<string, OpenKiosk>;
  close(): Promise<void>;
}> {
  const { city, devices, dataDir, pagesDir, log, surroundings = street } = options;
  const file = (name: string) => (dataDir === ':memory:' ? dataDir : join(dataDir, 'kiosks', `${name}.sqlite`));
  if (dataDir !== ':memory:') mkdirSync(join(dataDir, 'kiosks'), { recursive: true });
  const machines = openStore(file('machines'));
  const streets = createStreets();
  const cards = sampleCards(city);
  const all = new Map<string, OpenKiosk>();
  const stores = city.kiosks.map((place) => {
    const folder = readKioskFolder(join(devices, place.id));
    const { config, deviceKey } = folder;
    const around = surroundings(folder);
    const machine = openMachine(place, options, { clock: around.clock, machines, streets });
    const store = openKioskStore(file(place.id));
    const kiosk = createKiosk({
      config,
      deviceKey,
      ...around,
      driver: machine,
      store,
      cards,
      assets: join(pagesDir, 'kiosk'),
      log: (line) => log(`${place.id}: ${line}`),
    });
    all.set(place.id, { ...kiosk, machine });
    return store;
  });
  await Promise.all([...all.values()].map((kiosk) => kiosk.start()));
  return {
    all,
    close: async () => {
      await Promise.all([...all.values()].map((kiosk) => kiosk.stop()));
      for (const store of stores) store.close();
      machines.close();
    },
  };
}
