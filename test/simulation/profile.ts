/** How often things go wrong. What is no rate an hour is a probability from 0 to 1. */
export interface Profile {
  /** Of a function's calls to AWS. */
  calls: {
    throttled: number;
    /** A fault of the service's, nothing done. */
    failed: number;
    /** Done, and the answer lost. */
    lost: number;
    slow: number;
  };
  /** Of functions. */
  functions: {
    /** The invocation fails before the function has run, */
    refused: number;
    /** after, */
    lost: number;
    /** or half way. */
    killed: number;
    late: number;
    /** Of events alone. */
    twice: number;
  };
  /** Of kiosks' requests to the city. */
  requests: { failed: number; lost: number; slow: number };
  /** Of packets over MQTT: the next connection's repeat of one that arrived. */
  packets: { twice: number };
  /** An hour. */
  host: { crashes: number };
  /** An hour, of each kiosk. `wrongClocks`: of kiosks. */
  kiosks: { powerCuts: number; partitions: number; wrongClocks: number };
  /** An hour, of each machine. */
  machines: { jams: number; stuckDoors: number; lyingSensors: number; blindCameras: number; brokenBays: number };
  people: {
    /** An hour in the peak, in the whole city. */
    arrivals: number;
    /** Of whoever stands somewhere: that they walk away. */
    forgetful: number;
    /** Of whoever has brought a bike back: that they say what is wrong with it. */
    complaints: number;
    /** An hour. */
    thieves: number;
    /** How many bikes the van moves an hour. */
    vans: number;
  };
}

/** One fault of a profile by its path: `calls.lost`. */
export type FaultName = { [Group in keyof Profile]: `${Group}.${keyof Profile[Group] & string}` }[keyof Profile];

/** A day on which everything happens that ever does, more often than it ever does. */
export const STANDARD: Profile = {
  calls: { throttled: 0.008, failed: 0.006, lost: 0.01, slow: 0.01 },
  functions: { refused: 0.01, lost: 0.015, killed: 0.012, late: 0.02, twice: 0.03 },
  requests: { failed: 0.01, lost: 0.01, slow: 0.02 },
  packets: { twice: 0.01 },
  host: { crashes: 1.5 },
  kiosks: { powerCuts: 0.8, partitions: 1, wrongClocks: 0.4 },
  machines: { jams: 0.8, stuckDoors: 0.4, lyingSensors: 0.2, blindCameras: 0.5, brokenBays: 0.4 },
  people: { arrivals: 60, forgetful: 0.06, complaints: 0.4, thieves: 12, vans: 6 },
};

function withRate(profile: Profile, fault: FaultName, change: (rate: number) => number): Profile {
  const [group = '', name = ''] = fault.split('.');
  const groups: Record<string, Record<string, number>> = structuredClone({ ...profile });
  const rate = groups[group]?.[name];
  if (groups[group] === undefined || rate === undefined) throw new Error(`No profile has a fault '${fault}'.`);
  groups[group][name] = change(rate);
  return groups as unknown as Profile;
}

/** The profile with one of its faults left out. */
export const without = (profile: Profile, fault: FaultName): Profile => withRate(profile, fault, () => 0);

/** The faults that a profile has, by their paths. */
export function faultsOf(profile: Profile): FaultName[] {
  return Object.entries(profile).flatMap(([group, rates]) =>
    Object.entries(rates as Record<string, number>)
      .filter(([name, rate]) => rate > 0 && name !== 'arrivals')
      .map(([name]) => `${group}.${name}` as FaultName),
  );
}

/** Nothing goes wrong. */
export const CALM: Profile = faultsOf(STANDARD).reduce(without, STANDARD);

/** So much more often the fault happens at which a day aims. */
const AIMED = 8;
/** Rates an hour; all others are probabilities, and a half is often enough. */
const HOURLY = /^(machines\.|host\.|kiosks\.(powerCuts|partitions)|people\.(arrivals|thieves|vans))/;

/** The profile with one of its faults made frequent. */
export function aimedAt(profile: Profile, fault: FaultName): Profile {
  return withRate(profile, fault, (rate) => (HOURLY.test(fault) ? rate * AIMED : Math.min(rate * AIMED, 0.5)));
}
