import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type City, type CityKiosk, firstBikes } from '../cities/city.ts';
import { type HttpSend, sendHttp } from '../kiosk/cloud/http.ts';
import { mqttTransport } from '../kiosk/cloud/mqtt-transport.ts';
import { type KioskFolder, readKioskFolder } from '../kiosk/folder.ts';
import {
  type MachineState,
  type SimulatedMachine,
  type SimulatedMachineOptions,
  simulatedMachine,
} from '../kiosk/hardware/simulated/machine.ts';
import { createStreets } from '../kiosk/hardware/simulated/streets.ts';
import { createKiosk, type Kiosk } from '../kiosk/kiosk.ts';
import { openKioskStore } from '../kiosk/store/kiosk-store.ts';
import { openStore } from '../local/store.ts';
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
  /** How long each of the machine's motions takes of its usual time, where they are not all alike. */
  pace?: () => number;
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
  { city, pace = 1 }: KiosksOptions,
  around: Pick<SimulatedMachineOptions, 'clock' | 'saved' | 'save' | 'streets' | 'pace'>,
): SimulatedMachine {
  const bikes = Array.from({ length: kiosk.bays }, (): string | null => null);
  for (const { kioskId, bay, bikeId } of firstBikes(city)) if (kioskId === kiosk.id) bikes[bay - 1] = bikeId;
  return simulatedMachine({ pace: () => pace, ...around, bikes });
}

export interface OpenKiosks {
  all: Map<string, OpenKiosk>;
  /** Cuts the power of a kiosk, until the function that it gives is called: `all` has its next run from then on. */
  cutPower(kioskId: string): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** Starts the program of every kiosk of the city, each as it would run in the street but for its hardware. */
export async function openKiosks(options: KiosksOptions): Promise<OpenKiosks> {
  const { city, devices, dataDir, pagesDir, log, surroundings = street } = options;
  const file = (name: string) => (dataDir === ':memory:' ? dataDir : join(dataDir, 'kiosks', `${name}.sqlite`));
  if (dataDir !== ':memory:') mkdirSync(join(dataDir, 'kiosks'), { recursive: true });
  const machines = openStore(file('machines'));
  const streets = createStreets();
  const cards = sampleCards(city);
  const all = new Map<string, OpenKiosk>();
  let isOpen = true;
  const runs = new Map<string, () => OpenKiosk>();
  const stores = city.kiosks.map((place) => {
    const folder = readKioskFolder(join(devices, place.id));
    const { config, deviceKey } = folder;
    const around = surroundings(folder);
    const machine = openMachine(place, options, {
      ...(around.pace && { pace: around.pace }),
      ...{ clock: around.clock, streets, saved: machines.get<MachineState>('machines', place.id) },
      // What still moves at the end, a motor or a rider's hand, has nowhere to be written down any more.
      save: (state) => void (isOpen && machines.put('machines', place.id, state)),
    });
    const store = openKioskStore(file(place.id));
    const run = () => {
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
      return { ...kiosk, machine };
    };
    runs.set(place.id, run);
    all.set(place.id, run());
    return store;
  });
  await Promise.all([...all.values()].map((kiosk) => kiosk.start()));
  return {
    all,
    async cutPower(kioskId) {
      const [kiosk, run] = [all.get(kioskId), runs.get(kioskId)];
      if (!kiosk || !run) throw new Error(`There is no kiosk '${kioskId}'.`);
      kiosk.machine.cutPower();
      await kiosk.stop();
      return async () => {
        const next = run();
        all.set(kioskId, next);
        await next.start();
      };
    },
    close: async () => {
      await Promise.all([...all.values()].map((kiosk) => kiosk.stop()));
      isOpen = false;
      for (const store of stores) store.close();
      machines.close();
    },
  };
}
