import type { DeployedCity } from './provision.ts';

/** Outputs by stack and name, as `cdk deploy --outputs-file` writes them. */
export type Outputs = Record<string, Record<string, string>>;

const WANTED = [
  'ImportAddresses',
  'ImportFleet',
  'ImportResidents',
  'PublishFeed',
  'RegisterKiosks',
  'ImportStops',
  'ApiEndpoint',
  'KioskPolicyName',
] as const;

/**
 * Picks outputs by name out of those of all a city's stacks.
 *
 * @throws Error that names what is missing.
 */
export function pickOutputs<Name extends string>(
  outputs: Outputs,
  cityId: string,
  stage: string,
  names: readonly Name[],
): Record<Name, string> {
  const prefix = `Freewheel-${cityId}-${stage}-`;
  const stacks = Object.entries(outputs).filter(([name]) => name.startsWith(prefix));
  const found = Object.assign({}, ...stacks.map(([, values]) => values)) as Partial<Record<Name, string>>;
  const missing = names.filter((name) => !found[name]);
  if (missing.length > 0) {
    throw new Error(`The outputs of ${prefix}* lack ${missing.join(', ')}. Is the city deployed in this stage?`);
  }
  return found as Record<Name, string>;
}

/**
 * What provisioning needs of a deployed city.
 *
 * @throws Error that names what is missing.
 */
export function deployedCity(outputs: Outputs, cityId: string, stage: string): DeployedCity {
  return pickOutputs(outputs, cityId, stage, WANTED);
}

/**
 * What publishing the pages needs of a deployed city.
 *
 * @throws Error that names what is missing.
 */
export function pagesOf(outputs: Outputs, cityId: string, stage: string) {
  const names = ['PagesBucket', 'PeopleIssuer', 'PeopleClientId', 'DistributionDomain'] as const;
  return pickOutputs(outputs, cityId, stage, names);
}
