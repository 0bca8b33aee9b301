import type { DeployedCity } from './provision.ts';

/** Outputs by stack and name, as `cdk deploy --outputs-file` writes them. */
export type Outputs = Record<string, Record<string, string>>;

const WANTED = ['ImportFleet', 'ImportResidents', 'RegisterKiosks', 'ApiEndpoint', 'KioskPolicyName'] as const;

/**
 * Picks a city's outputs out of those of all its stacks.
 *
 * @throws Error that names what is missing.
 */
export function deployedCity(outputs: Outputs, cityId: string, stage: string): DeployedCity {
  const prefix = `Freewheel-${cityId}-${stage}-`;
  const stacks = Object.entries(outputs).filter(([name]) => name.startsWith(prefix));
  const found = Object.assign({}, ...stacks.map(([, values]) => values)) as Partial<DeployedCity>;
  const missing = WANTED.filter((name) => !found[name]);
  if (missing.length > 0) {
    throw new Error(`The outputs of ${prefix}* lack ${missing.join(', ')}. Is the city deployed in this stage?`);
  }
  return found as DeployedCity;
}
