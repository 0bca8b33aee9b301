import { createHash } from 'node:crypto';
import type { DeclaredResource, DeployedResource } from '../module.ts';
import type { PasswordPolicy } from './passwords.ts';

/** What the template says of the pool and of the application whose people it holds. */
export interface Pool {
  id: string;
  passwords: PasswordPolicy;
  /** Whether people make their accounts themselves. */
  isOpen: boolean;
  /** Whether who has forgotten their password chooses a new one by themselves, with a code that is sent to them. */
  isRecoverable: boolean;
  groups: Set<string>;
  clients: Map<string, PoolClient>;
}

export interface PoolClient {
  id: string;
  /** Where people come back to, signed in or signed out: at the host's own address where the template says localhost. */
  callbacks: string[];
  logouts: string[];
  scopes: string[];
  /** Seconds that access and identity tokens live. */
  accessSeconds: number;
  idSeconds: number;
}

/** Both names of this machine: people type one, and programs the other. */
const LOOPBACK = ['localhost', '127.0.0.1'];
const UNIT_SECONDS: Record<string, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };
/** Amazon Cognito: tokens live for an hour where nothing is said. */
const DEFAULT_MINUTES = 60;

/** Ids of a fixed length that are the same in each run. */
export function idOf({ physicalName }: DeclaredResource, length: number): string {
  const hash = createHash('sha256').update(physicalName).digest('hex');
  return BigInt(`0x${hash}`).toString(36).slice(0, length);
}

function refuse(what: string): never {
  throw new Error(`the embedded host does not do ${what}`);
}

/** By letter or not at all; where nothing is said, Cognito takes the address that is verified. */
function isRecoverable(properties: Record<string, unknown>): boolean {
  const { RecoveryMechanisms: ways } = (properties['AccountRecoverySetting'] ?? {
    RecoveryMechanisms: [{ Name: 'verified_email' }],
  }) as { RecoveryMechanisms: Array<{ Name: string }> };
  const [way, ...others] = ways.map(({ Name }) => Name);
  if (others.length > 0 || (way !== 'verified_email' && way !== 'admin_only'))
    refuse(`the recovery of accounts by ${ways.map(({ Name }) => Name).join(', ')}`);
  return way === 'verified_email';
}

/** A pool as the template has it. People sign in with their address here, and by nothing else. */
export function readPool({ ref, properties }: DeployedResource): Pool {
  const { UsernameAttributes: names, AutoVerifiedAttributes: verified, MfaConfiguration: mfa } = properties;
  if (String(names) !== 'email' || String(verified) !== 'email')
    refuse('user pools in which people are not known by e-mail');
  // Where a second factor is optional, nobody has one here: there is no page to set one up.
  if (mfa === 'ON') refuse('a second factor that everybody must have (MfaConfiguration ON)');
  if ('LambdaConfig' in properties) refuse('the triggers of user pools (LambdaConfig)');
  const { Policies: policies, AdminCreateUserConfig: admin } = properties as {
    Policies?: { PasswordPolicy?: PasswordPolicy };
    AdminCreateUserConfig?: { AllowAdminCreateUserOnly?: boolean };
  };
  const isOpen = admin?.AllowAdminCreateUserOnly !== true;
  return {
    ...{ id: ref, passwords: policies?.PasswordPolicy ?? {}, isOpen, isRecoverable: isRecoverable(properties) },
    ...{ groups: new Set(), clients: new Map() },
  };
}

/** The same path at the host's own address, by both of its names, where the template says localhost. */
function addresses(urls: unknown, endpoint: string): string[] {
  const { port } = new URL(endpoint);
  return ((urls ?? []) as string[]).flatMap((url) => {
    const { hostname, pathname } = new URL(url);
    return LOOPBACK.includes(hostname) ? LOOPBACK.map((name) => `http://${name}:${port}${pathname}`) : [url];
  });
}

/** @param endpoint the address at which the host serves people */
export function readClient({ ref, properties }: DeployedResource, endpoint: string): PoolClient {
  const { GenerateSecret, AllowedOAuthFlows: flows, TokenValidityUnits: units } = properties;
  if (GenerateSecret === true) refuse('clients of a user pool that have a secret');
  if (String(flows) !== 'code') refuse(`the flows ${flows} of OAuth: 'code' alone`);
  const seconds = (name: 'AccessToken' | 'IdToken') => {
    const unit = (units as Record<string, string> | undefined)?.[name] ?? 'hours';
    const given = properties[`${name}Validity`];
    return given === undefined
      ? DEFAULT_MINUTES * 60
      : Number(given) * (UNIT_SECONDS[unit] ?? refuse(`the unit ${unit}`));
  };
  return {
    id: ref,
    callbacks: addresses(properties['CallbackURLs'], endpoint),
    logouts: addresses(properties['LogoutURLs'], endpoint),
    scopes: (properties['AllowedOAuthScopes'] ?? []) as string[],
    accessSeconds: seconds('AccessToken'),
    idSeconds: seconds('IdToken'),
  };
}
