import { type Caller, ServiceError, type WireRequest } from '../wire/contract.ts';
import type { Facts } from './condition.ts';
import { judge } from './judge.ts';
import type { Principal } from './principal.ts';
import { type Asking, type Names, operationOf } from './requests/asking.ts';
import { dynamodbAsking } from './requests/dynamodb.ts';
import { eventsAsking } from './requests/events.ts';
import { iotAsking } from './requests/iot.ts';
import { iotdataAsking } from './requests/iotdata.ts';
import { kmsAsking } from './requests/kms.ts';
import { lambdaAsking } from './requests/lambda.ts';
import { s3Asking } from './requests/s3.ts';
import { secretsmanagerAsking } from './requests/secretsmanager.ts';
import { statesAsking } from './requests/states.ts';
import { stsAsking } from './requests/sts.ts';
import type { ResourcePolicies } from './resource-policies.ts';
import type { Roles } from './roles.ts';
import { type Asked, coveringGrants, type Statement } from './statement.ts';

/** By signing name. A service without a table is the operator's alone. */
const TABLES: Record<string, Asking> = {
  dynamodb: dynamodbAsking,
  events: eventsAsking,
  iot: iotAsking,
  iotdata: iotdataAsking,
  iotdevicegateway: iotdataAsking,
  kms: kmsAsking,
  lambda: lambdaAsking,
  s3: s3Asking,
  secretsmanager: secretsmanagerAsking,
  states: statesAsking,
  sts: stsAsking,
};

/** How each service names a refusal, and with which HTTP status; all others say `AccessDeniedException`. */
const REFUSALS: Record<string, { code: string; status: number }> = {
  iot: { code: 'AccessDeniedException', status: 403 },
  iotdata: { code: 'ForbiddenException', status: 403 },
  iotdevicegateway: { code: 'ForbiddenException', status: 403 },
  lambda: { code: 'AccessDeniedException', status: 403 },
  s3: { code: 'AccessDenied', status: 403 },
  sts: { code: 'AccessDenied', status: 403 },
};

/** The services of AWS that assume the role of a function or a state machine; others do so under their own name. */
const ASSUMED_BY = { function: 'lambda.amazonaws.com', stateMachine: 'states.amazonaws.com' };

/** Decides whether a call is served. */
export interface Guard {
  /** Rejects with a `ServiceError`, as the service itself would, where the caller may not do what the request asks. */
  admit(service: string, request: WireRequest, caller: Caller): Promise<void>;
  /** The same for what is done without a request. Throws. */
  admitAction(asked: Asked, caller: Caller): void;
}

export interface GuardOptions {
  roles: Roles;
  resources: ResourcePolicies;
  names: Names;
  log: (line: string) => void;
}

export function createGuard({ roles, resources, names, log }: GuardOptions): Guard {
  const { account } = names;

  const principalOf = ({ name, roleArn }: Caller): Principal => {
    if (roleArn === undefined) return { kind: 'service', name };
    const role = roleArn.slice(roleArn.lastIndexOf('/') + 1);
    return { kind: 'session', arn: `arn:aws:sts::${account}:assumed-role/${role}/${name}`, roleArn, account };
  };

  const refuse = (service: string, reason: string): never => {
    const { code, status } = REFUSALS[service] ?? { code: 'AccessDeniedException', status: 400 };
    log(`iam: ${reason}`);
    throw new ServiceError(code, reason, status);
  };

  const nameOf = (principal: Principal) => (principal.kind === 'session' ? principal.arn : principal.name);

  /** A service acts for one of its resources, which policies may ask about. Nothing here goes over a network in clear. */
  const factsOf = (principal: Principal, { sourceArn }: Caller): Facts =>
    principal.kind === 'session'
      ? {
          'aws:principalarn': principal.roleArn,
          'aws:principalaccount': principal.account,
          'aws:securetransport': 'true',
        }
      : {
          'aws:securetransport': 'true',
          ...(sourceArn !== undefined && { 'aws:sourcearn': sourceArn, 'aws:sourceaccount': account }),
        };

  /** Whoever calls under a role must be one whom the role trusts. */
  const refuseUntrusted = (service: string, { kind, name, roleArn, sourceArn }: Caller): void => {
    if (roleArn === undefined) return;
    const assumedBy = kind === 'function' || kind === 'stateMachine' ? ASSUMED_BY[kind] : name;
    const principal: Principal = { kind: 'service', name: assumedBy };
    const facts = factsOf(principal, {
      kind: 'service',
      name: assumedBy,
      ...(sourceArn !== undefined && { sourceArn }),
    });
    const asked = { action: 'sts:AssumeRole', resource: roleArn };
    const verdict = judge({ asked, principal, facts, identity: [], resource: roles.trustOf(roleArn), isKey: false });
    if (!verdict.allowed) refuse(service, `${assumedBy} is not authorized to assume the role ${roleArn} for ${name}.`);
  };

  const note = ({ roleArn }: Caller, asked: Asked, by: Statement[]): void => {
    if (roleArn !== undefined)
      roles.used(
        roleArn,
        by.flatMap((statement) => coveringGrants(statement, asked)),
      );
  };

  /** As AWS words it; S3 alone puts the resource in quotes. */
  const sentence = (service: string, { action, resource }: Asked, principal: Principal, because: string): string => {
    const named = service === 's3' ? `"${resource}"` : resource;
    const on = named === undefined ? '' : ` on resource: ${named}`;
    return `User: ${nameOf(principal)} is not authorized to perform: ${action}${on} ${because}`;
  };

  const decide = (service: string, asked: Asked, caller: Caller): void => {
    const principal = principalOf(caller);
    const verdict = judge({
      asked,
      principal,
      facts: factsOf(principal, caller),
      identity: caller.roleArn === undefined ? [] : roles.statementsOf(caller.roleArn),
      resource: resources.of(asked.resource),
      isKey: asked.resource?.startsWith('arn:aws:kms:') ?? false,
    });
    if (verdict.allowed) note(caller, asked, verdict.by);
    else refuse(service, sentence(service, asked, principal, verdict.because));
  };

  /** An operation of which nobody has written down what it needs is nobody's but the operator's. */
  const refuseUnknown = (service: string, request: WireRequest, caller: Caller): never => {
    const operation = operationOf(request) || `${request.method} ${request.path}`;
    const user = nameOf(principalOf(caller));
    return refuse(
      service,
      `User: ${user} is not authorized to perform: ${operation} of ${service}, because the embedded host does not know which permission it needs`,
    );
  };

  return {
    admit: async (service, request, caller) => {
      if (caller.kind === 'operator') return;
      refuseUntrusted(service, caller);
      const table = Object.hasOwn(TABLES, service) ? TABLES[service] : undefined;
      const asked = (await table?.(request, names)) ?? refuseUnknown(service, request, caller);
      for (const one of asked) decide(service, one, caller);
    },
    admitAction: (asked, caller) => {
      if (caller.kind === 'operator') return;
      const service = asked.action.slice(0, asked.action.indexOf(':'));
      refuseUntrusted(service, caller);
      decide(service, asked, caller);
    },
  };
}
