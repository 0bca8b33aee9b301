import {
  type MachineState,
  type SimulatedMachine,
  simulatedMachine,
} from '../../../kiosk/hardware/simulated/machine.ts';
import { createKiosk, type Kiosk, type KioskOptions } from '../../../kiosk/kiosk.ts';
import { type KioskStore, openKioskStore } from '../../../kiosk/store/kiosk-store.ts';
import { systemRandom } from '../../../seams/random.ts';
import { CITY, type FakeCloud, fakeCloud } from './fake-cloud.ts';
import { type MemoryBroker, memoryBroker } from './memory-broker.ts';
import { until, type VirtualClock, virtualClock } from './virtual-clock.ts';

export interface Rig {
  clock: VirtualClock;
  broker: MemoryBroker;
  cloud: FakeCloud;
  machine: SimulatedMachine;
  store: KioskStore;
  kiosk: Kiosk;
  log: string[];
  /** Cuts the power in the middle of whatever it does, and starts the program again. */
  powerCycle(): Promise<void>;
  until(what: string, holds: () => boolean, withinMs?: number): Promise<void>;
  untilFact(type: string): Promise<void>;
  types(): string[];
}

export const CONFIG = {
  kioskId: 'k1',
  name: 'Harbour Steps',
  city: CITY,
  lat: 42.87,
  lon: -77.28,
  bays: 4,
  apiEndpoint: 'https://api.test',
  mqttEndpoint: 'mqtts://mqtt.test:8883',
  neighbours: [
    { kioskId: 'k3', name: 'Old Mill', lat: 42.89, lon: -77.28 },
    { kioskId: 'k2', name: 'Market Hall', lat: 42.875, lon: -77.28, metres: 640 },
  ],
};

/** One kiosk with bikes in bays 1 and 3, on virtual time, before a broker and a cloud in memory. */
export async function rig(
  options: Partial<KioskOptions> & { bikes?: Array<string | null>; start?: boolean } = {},
): Promise<Rig> {
  const clock = virtualClock();
  const broker = memoryBroker();
  const cloud = await fakeCloud(clock, broker);
  const store = openKioskStore(':memory:');
  const log: string[] = [];
  const machine = simulatedMachine({
    clock,
    bikes: options.bikes ?? ['bike-1', null, 'bike-3', null],
    saved: store.get<MachineState>('machine'),
    save: (state) => store.put('machine', state),
  });
  const make = () =>
    createKiosk({
      config: CONFIG,
      deviceKey: cloud.deviceKey,
      transport: broker.transport,
      http: cloud.http,
      driver: machine,
      store,
      clock,
      random: systemRandom,
      log: (line) => log.push(line),
      ...options,
    });
  const made: Rig = {
    clock,
    broker,
    cloud,
    machine,
    store,
    log,
    kiosk: make(),
    powerCycle: async () => {
      machine.cutPower();
      await made.kiosk.stop();
      made.kiosk = make();
      await made.kiosk.start();
    },
    until: (what, holds, withinMs) => until(clock, what, holds, withinMs, () => made.kiosk.computing()),
    untilFact: (type) => made.until(`the fact ${type} is told`, () => cloud.facts().some((fact) => fact.type === type)),
    types: () => cloud.facts().map((fact) => fact.type),
  };
  if (options.start ?? true) {
    await made.kiosk.start();
    await made.until('the kiosk is online', () => made.kiosk.state().online);
    if (cloud.control.unreachable) return made;
    await made.until('the kiosk has booted', () => store.get('booted') !== undefined);
    // What it asked on starting is no part of what is to be tested.
    cloud.requests.length = 0;
  }
  return made;
}
