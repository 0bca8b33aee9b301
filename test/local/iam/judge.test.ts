import { describe, expect, it } from '@jest/globals';
import { judge } from '../../../local/iam/judge.ts';
import type { Principal } from '../../../local/iam/principal.ts';
import { readPolicy } from '../../../local/iam/statement.ts';

const ACCOUNT = '000000000000';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/reader`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/reader/look-up`;
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1`;
const OBJECT = 'arn:aws:s3:::photos/1';
const reader: Principal = { kind: 'session', arn: SESSION, roleArn: ROLE, account: ACCOUNT };
const events: Principal = { kind: 'service', name: 'events.amazonaws.com' };

type Declared = Record<string, unknown>;
const document = (...statements: Declared[]) => ({ Version: '2012-10-17', Statement: statements });
const allow = (more: Declared): Declared => ({ Effect: 'Allow', Action: '*', Resource: '*', ...more });
const deny = (more: Declared): Declared => ({ Effect: 'Deny', Action: '*', Resource: '*', ...more });

interface Tried {
  action: string;
  resource?: string | undefined;
  identity?: Declared[];
  policy?: Declared[];
  principal?: Principal;
}

/** What is said of a call: nothing where it is allowed, and else why it is not. */
function refusal({ action, resource, identity = [], policy = [], principal = reader }: Tried): string | undefined {
  const verdict = judge({
    asked: { action, resource },
    principal,
    facts: { 'aws:securetransport': 'true', 'aws:principalarn': ROLE },
    identity: readPolicy(document(...identity), 'identity'),
    resource: readPolicy(document(...policy), 'resource'),
    isKey: resource === KEY,
  });
  return verdict.allowed ? undefined : verdict.because;
}

const NO_IDENTITY = (action: string) => `because no identity-based policy allows the ${action} action`;
const NO_RESOURCE = (action: string) => `because no resource-based policy allows the ${action} action`;
const DENIED_BY_ROLE = 'with an explicit deny in an identity-based policy';
const DENIED_BY_RESOURCE = 'with an explicit deny in a resource-based policy';

describe('the judgement of a call', () => {
  // IAM User Guide, "Policy evaluation for requests within a single account" and "The difference between explicit and
  // implicit denies"; the wording is of "Troubleshoot access denied error messages".
  const get = { action: 's3:GetObject', resource: OBJECT };
  it.each<[string, Tried, string | undefined]>([
    ['is no where nobody says yes', get, NO_IDENTITY('s3:GetObject')],
    ['is yes where the role says yes', { ...get, identity: [allow({})] }, undefined],
    ['is yes where the resource alone says yes', { ...get, policy: [allow({ Principal: { AWS: ROLE } })] }, undefined],
    ['is yes where it names the session', { ...get, policy: [allow({ Principal: { AWS: SESSION } })] }, undefined],
    ['is yes where it names everybody', { ...get, policy: [allow({ Principal: '*' })] }, undefined],
    [
      'is no where the resource names the account, and the role says nothing',
      { ...get, policy: [allow({ Principal: { AWS: ROOT } })] },
      NO_IDENTITY('s3:GetObject'),
    ],
    ['is no where the role denies what it allows', { ...get, identity: [allow({}), deny({})] }, DENIED_BY_ROLE],
    [
      'is no where the resource denies what the role allows',
      { ...get, identity: [allow({})], policy: [deny({ Principal: { AWS: ACCOUNT } })] },
      DENIED_BY_RESOURCE,
    ],
    [
      'is no where the role denies what the resource allows',
      { ...get, identity: [deny({})], policy: [allow({ Principal: '*' })] },
      DENIED_BY_ROLE,
    ],
    [
      'is yes where a bucket denies requests in clear, and this one is not',
      {
        ...get,
        identity: [allow({})],
        policy: [deny({ Principal: { AWS: '*' }, Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
      },
      undefined,
    ],
    [
      'is no for all but NotAction',
      { ...get, identity: [allow({ Action: undefined, NotAction: 's3:Get*' })] },
      NO_IDENTITY('s3:GetObject'),
    ],
    ['is yes beside NotAction', { ...get, identity: [allow({ Action: undefined, NotAction: 'kms:*' })] }, undefined],
    [
      'is no for what a Deny leaves out by NotResource',
      { ...get, identity: [allow({}), deny({ Resource: undefined, NotResource: 'arn:aws:s3:::maps/*' })] },
      DENIED_BY_ROLE,
    ],
    [
      'is yes for what NotResource names',
      { ...get, identity: [allow({}), deny({ Resource: undefined, NotResource: 'arn:aws:s3:::photos/*' })] },
      undefined,
    ],
  ])('%s', (_, tried, expected) => {
    const told = refusal(tried);

    expect(told).toBe(expected);
  });

  // AWS KMS Developer Guide, "Key policies in AWS KMS": without permission from the key policy, IAM policies that allow
  // have no effect; one that allows the account's root lets them.
  const decrypt = { action: 'kms:Decrypt', resource: KEY, identity: [allow({})] };
  it.each<[string, Tried, string | undefined]>([
    ['nobody where its policy says nothing', decrypt, NO_RESOURCE('kms:Decrypt')],
    [
      'roles where its policy allows the account',
      { ...decrypt, policy: [allow({ Principal: { AWS: ROOT } })] },
      undefined,
    ],
    [
      'no role that says nothing, although its policy allows the account',
      { ...decrypt, identity: [], policy: [allow({ Principal: { AWS: ROOT } })] },
      NO_IDENTITY('kms:Decrypt'),
    ],
    [
      'no role where its policy allows the account something else',
      { ...decrypt, policy: [allow({ Action: 'kms:Encrypt', Principal: { AWS: ROOT } })] },
      NO_RESOURCE('kms:Decrypt'),
    ],
    [
      'a role that its policy names',
      { ...decrypt, identity: [], policy: [allow({ Principal: { AWS: ROLE } })] },
      undefined,
    ],
    [
      'nobody whom its policy denies',
      { ...decrypt, policy: [allow({ Principal: { AWS: ROOT } }), deny({ Principal: '*' })] },
      DENIED_BY_RESOURCE,
    ],
    [
      'no role where its policy allows another account',
      { ...decrypt, policy: [allow({ Principal: { AWS: 'arn:aws:iam::111111111111:root' } })] },
      NO_RESOURCE('kms:Decrypt'),
    ],
  ])('lets a key be used by %s', (_, tried, expected) => {
    const told = refusal(tried);

    expect(told).toBe(expected);
  });

  it.each<[string, Declared[], string | undefined]>([
    ['the resource names', [allow({ Principal: { Service: 'events.amazonaws.com' } })], undefined],
    ['the resource does not name', [allow({ Principal: { AWS: ROOT } })], NO_RESOURCE('lambda:InvokeFunction')],
    ['nothing names', [], NO_RESOURCE('lambda:InvokeFunction')],
  ])('of a service on its own behalf follows the resource: one that %s', (_, policy, expected) => {
    const resource = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:notify`;

    const told = refusal({ action: 'lambda:InvokeFunction', resource, policy, principal: events });

    expect(told).toBe(expected);
  });

  it('lets the service itself tell of what does not exist, but only those who may ask for anything of the kind', () => {
    const machine = `arn:aws:states:eu-west-1:${ACCOUNT}:stateMachine:rental`;
    const told = allow({ Action: 'states:SendTaskSuccess', Resource: machine });

    const someone = refusal({ action: 'states:SendTaskSuccess', identity: [told] });
    const nobody = refusal({ action: 'states:SendTaskFailure', identity: [told] });

    expect(someone).toBeUndefined();
    expect(nobody).toBe(NO_IDENTITY('states:SendTaskFailure'));
  });
});
