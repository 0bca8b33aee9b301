import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { compilePolicies, readPolicy } from '../../../local/iot/policy.ts';

const KIOSK = { 'iot:ClientId': 'kiosk-1', 'iot:Connection.Thing.ThingName': 'kiosk-1' };
const arn = (resource: string) => `arn:aws:iot:eu-west-1:000000000000:${resource}`;
const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Action: string | string[], ...resources: string[]) => ({
  Effect: 'Allow',
  Action,
  Resource: resources.map(arn),
});

/** Whether one statement lets a client subscribe to a filter. */
function maySubscribe(resource: string, filter: string, variables = KIOSK): boolean {
  return compilePolicies([policy(allow('iot:Subscribe', `topicfilter/${resource}`))], variables)(
    'iot:Subscribe',
    arn(`topicfilter/${filter}`),
  );
}

describe('a policy', () => {
  it.each([
    ['a/b', 'a/b', true],
    ['a/b', 'a/bc', false],
    ['a/b', 'A/b', false],
    ['a/*', 'a/b/c', true],
    ['a/*', 'a/', true],
    ['a/*/c', 'a/b/b/c', true],
    ['a/?', 'a/b', true],
    ['a/?', 'a/bb', false],
    ['a/+', 'a/+', true],
    ['a/+', 'a/b', false],
    ['a/#', 'a/#', true],
    ['a/#', 'a/b', false],
    ['a/*', 'a/#', true],
    ['a.b', 'axb', false],
    [`own/\${iot:ClientId}/*`, 'own/kiosk-1/x', true],
    [`own/\${iot:Connection.Thing.ThingName}/*`, 'own/kiosk-2/x', false],
    [`a/\${*}`, 'a/*', true],
    [`a/\${*}`, 'a/b', false],
    [`a/\${?}`, 'a/b', false],
    [`a/\${$}`, 'a/$', true],
  ])('on %s lets a client subscribe to %s: %s', (resource, filter, allowed) => {
    expect(maySubscribe(resource, filter)).toBe(allowed);
  });

  it('refuses what no statement allows, and what one denies whatever others allow', () => {
    const deny = { Effect: 'Deny', Action: 'iot:Publish', Resource: arn('topic/a/secret') };
    const decide = compilePolicies([policy(allow('iot:*', 'topic/a/*')), policy(deny)], KIOSK);

    expect(decide('iot:Publish', arn('topic/a/b'))).toBe(true);
    expect(decide('iot:Publish', arn('topic/a/secret'))).toBe(false);
    expect(decide('iot:Receive', arn('topic/a/secret'))).toBe(true);
    expect(decide('iot:Publish', arn('topic/b'))).toBe(false);
    expect(compilePolicies([], KIOSK)('iot:Connect', arn('client/kiosk-1'))).toBe(false);
  });

  it('matches nothing by the thing of a client that is none', () => {
    const nobody = { ...KIOSK, 'iot:Connection.Thing.ThingName': undefined };
    const decide = compilePolicies([policy(allow('iot:Connect', `client/\${iot:Connection.Thing.ThingName}`))], nobody);

    expect(decide('iot:Connect', arn('client/'))).toBe(false);
    expect(decide('iot:Connect', arn('client/undefined'))).toBe(false);
  });

  it('takes the id of a client for text, whatever characters it has', () => {
    const filters = fc.string({ unit: fc.constantFrom('a', '*', '?', '.', '$', '{', '+', '(', '\\', '/') });

    fc.assert(
      fc.property(filters, filters, (clientId, other) => {
        const variables = { ...KIOSK, 'iot:ClientId': clientId };
        expect(maySubscribe(`own/\${iot:ClientId}`, `own/${other}`, variables)).toBe(clientId === other);
      }),
    );
  });

  it.each([
    ['conditions', { ...allow('iot:Connect', 'client/a'), Condition: { Bool: {} } }, "no 'Condition'"],
    ['what it is not for', { Effect: 'Allow', Action: 'iot:Connect', NotResource: '*' }, "no 'NotResource'"],
    [
      'other variables',
      allow('iot:Connect', `client/\${iot:Certificate.Subject.CommonName}`),
      'no IoT policy variable',
    ],
    ['another effect', { ...allow('iot:Connect', 'client/a'), Effect: 'allow' }, "'allow' is no effect"],
    ['no action', { Effect: 'Allow', Resource: '*' }, "needs 'Action'"],
  ])('is refused, and not half understood, when it speaks of %s', (_what, statement, message) => {
    expect(() => readPolicy(policy(statement))).toThrow(message);
  });
});
