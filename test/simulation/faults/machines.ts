import type { BayStatus } from '../../../functions/shared/fields.ts';
import type { FaultName } from '../../../kiosk/hardware/simulated/faults.ts';
import type { Between } from '../between.ts';
import type { Place } from '../people/place.ts';
import type { StreetLife } from '../people/street-life.ts';
import { byTheHour } from './by-the-hour.ts';
import type { World } from './world.ts';

/** How long a fault lasts that does not end by itself, at the most, in milliseconds. */
const LASTS_MS = 180_000;

const STRIKES = {
  jam: 'machines.jams',
  door: 'machines.stuckDoors',
  sensor: 'machines.lyingSensors',
  camera: 'machines.blindCameras',
} as const;

const BAY_FAULTS: BayStatus[] = ['lockFailure', 'readerFailure', 'outOfService', 'noPower', 'internalError'];

/** Grease is stiff in the morning, and bikes are heavy: a motion takes between so much of its usual time. */
const PACE = { low: 0.7, high: 1.8 };

/** The motors of a machine, no two of whose motions take the same time. */
export function unevenMotors({ dice }: World): Between['paceOf'] {
  return (kioskId) => {
    const chance = dice(`motors ${kioskId}`);
    return () => chance.between(PACE.low, PACE.high);
  };
}

/** Steel of one kiosk. Resolves when it is whole again for good. */
export async function troubledMachine(life: StreetLife, place: Place, untilMs: number): Promise<void> {
  const { wait, note, strike } = life;
  const rates = life.profile().machines;
  const chance = life.dice(`machine ${place.kioskId}`);
  const { kioskId, machine } = place;

  const breaks = (name: FaultName) => async () => {
    const mode = chance.pick(['once', 'always'] as const) ?? 'once';
    strike(STRIKES[name], `${kioskId}: its ${name} fails, ${mode}`);
    machine.fault(name, mode);
    await wait(chance.between(5_000, LASTS_MS));
    machine.fault(name, 'off');
    note(`${kioskId}: its ${name} is mended`);
  };
  const bayBreaks = async () => {
    const bay = chance.pick([...machine.read().bays.keys()]) ?? 1;
    const status = chance.pick(BAY_FAULTS) ?? 'noPower';
    strike('machines.brokenBays', `${kioskId}: bay ${bay} has ${status}`);
    machine.bayFault(bay, status);
    await wait(chance.between(5_000, LASTS_MS));
    machine.bayFault(bay, 'ok');
    note(`${kioskId}: bay ${bay} is well`);
  };

  await Promise.all([
    byTheHour(life, { name: `jam at ${kioskId}`, perHour: rates.jams, untilMs }, breaks('jam')),
    byTheHour(life, { name: `door at ${kioskId}`, perHour: rates.stuckDoors, untilMs }, breaks('door')),
    byTheHour(life, { name: `sensor at ${kioskId}`, perHour: rates.lyingSensors, untilMs }, breaks('sensor')),
    byTheHour(life, { name: `camera at ${kioskId}`, perHour: rates.blindCameras, untilMs }, breaks('camera')),
    byTheHour(life, { name: `bay at ${kioskId}`, perHour: rates.brokenBays, untilMs }, bayBreaks),
  ]);
}
