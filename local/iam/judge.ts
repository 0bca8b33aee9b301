import type { Facts } from './condition.ts';
import type { Naming, Principal } from './principal.ts';
import { type Asked, applies, type Statement } from './statement.ts';

/** Everything that bears on whether a call may do what it asks. */
export interface Case {
  asked: Asked;
  principal: Principal;
  facts: Facts;
  /** What the caller's role says; nothing for a service on its own behalf. */
  identity: Statement[];
  /** What the policy of the resource says. */
  resource: Statement[];
  /** For a KMS key nobody may do anything that its own policy does not allow, or delegate to the account's roles. */
  isKey: boolean;
}

/** `by` are the statements of the role that allow it; `because` ends AWS's sentence about a refusal. */
export type Verdict = { allowed: true; by: Statement[] } | { allowed: false; because: string };

const denied = (kind: string): Verdict => ({ allowed: false, because: `with an explicit deny in ${kind} policy` });

function allowedBy(kind: string, { asked }: Case): Verdict {
  return { allowed: false, because: `because no ${kind} policy allows the ${asked.action} action` };
}

/**
 * Judges as AWS does within one account ("Policy evaluation for requests within a single account"): an explicit Deny
 * wins; else one Allow is enough, of the role or of the resource, unless the resource is a KMS key ("Key policies in
 * AWS KMS"). The reasons are worded as in "Troubleshoot access denied error messages".
 */
export function judge(subject: Case): Verdict {
  const { asked, principal, facts, isKey } = subject;
  const identity = subject.identity.filter((statement) => applies(statement, asked, facts));
  if (identity.some(({ effect }) => effect === 'Deny')) return denied('an identity-based');
  const named = subject.resource
    .filter((statement) => applies(statement, asked, facts))
    .map(({ effect, principal: element }) => ({ effect, naming: element?.(principal) }));
  if (named.some(({ effect, naming }) => effect === 'Deny' && naming)) return denied('a resource-based');
  const says = (wanted: Naming) => named.some(({ effect, naming }) => effect === 'Allow' && naming === wanted);
  if (says('itself')) return { allowed: true, by: identity };
  if (principal.kind === 'service' || (isKey && !says('account'))) return allowedBy('resource-based', subject);
  return identity.length > 0 ? { allowed: true, by: identity } : allowedBy('identity-based', subject);
}
