/** Who makes a call, as policies see it: a session of a role, or a service of AWS on its own behalf. */
export type Principal =
  | { kind: 'session'; arn: string; roleArn: string; account: string }
  | { kind: 'service'; name: string };

/** How a statement names a principal: itself, or merely the account that it belongs to. */
export type Naming = 'itself' | 'account';

/** How a policy of a resource names someone; undefined where it does not. */
export type PrincipalElement = (principal: Principal) => Naming | undefined;

type Matcher = (principal: Principal) => Naming | undefined;

const anyone: Matcher = () => 'itself';

/** An account stands for all its principals where something is denied; where something is allowed, it delegates. */
function aws(value: string): Matcher {
  if (value === '*') return anyone;
  const account = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(value)?.[1];
  return (principal) => {
    if (principal.kind !== 'session') return undefined;
    if (account !== undefined) return account === principal.account ? 'account' : undefined;
    return value === principal.roleArn || value === principal.arn ? 'itself' : undefined;
  };
}

const service =
  (name: string): Matcher =>
  (principal) =>
    principal.kind === 'service' && principal.name === name ? 'itself' : undefined;

/**
 * Reads the element `Principal` of a resource's policy ("AWS JSON policy elements: Principal").
 *
 * @throws Error for a kind of principal that the host has not.
 */
export function readPrincipal(declared: unknown): PrincipalElement {
  if (declared === '*') return anyone;
  const matchers = Object.entries((declared ?? {}) as Record<string, string | string[]>).flatMap(([kind, values]) => {
    if (kind !== 'AWS' && kind !== 'Service') throw new Error(`the embedded host has no principals of kind '${kind}'`);
    return [values].flat().map(kind === 'AWS' ? aws : service);
  });
  if (matchers.length === 0) throw new Error('a statement of a resource’s policy names no Principal');
  return (principal) => {
    const namings = matchers.map((matches) => matches(principal));
    return namings.find((naming) => naming === 'itself') ?? namings.find((naming) => naming !== undefined);
  };
}
