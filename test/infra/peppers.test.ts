import { beforeAll, describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { freewheelApp } from '../../infra/app.ts';
import { readPeppers } from '../../infra/stage.ts';

const HMAC = { Properties: { KeySpec: 'HMAC_256' } };

function synthesize(pepperKeys?: string) {
  const app = freewheelApp({ context: { stage: 'dev', city: 'havenbrook', ...(pepperKeys && { pepperKeys }) } });
  const stack = (part: string) =>
    Template.fromStack(
      app.node.findChild(`Freewheel-havenbrook-dev-${part}`) as Parameters<typeof Template.fromStack>[0],
    );
  return {
    // The feed has a key of the same kind, which is no pepper.
    keys: Object.keys(stack('Data').findResources('AWS::KMS::Key', HMAC)).filter((id) => id.startsWith('Identity')),
    services: stack('Services').toJSON(),
  };
}

/** The peppers that a function is given, as their exports are called. */
function given(services: object, name: string): string {
  const { Resources } = services as {
    Resources: Record<string, { Type: string; Properties?: { Environment?: object } }>;
  };
  const found = Object.entries(Resources).find(
    ([id, { Type }]) => id.startsWith(name) && Type === 'AWS::Lambda::Function',
  )?.[1];
  const { Variables = {} } = (found?.Properties?.Environment ?? {}) as { Variables?: Record<string, unknown> };
  return JSON.stringify(Variables['PEPPER_KEY_IDS']);
}

describe('the peppers', () => {
  let one: ReturnType<typeof synthesize>;
  let two: ReturnType<typeof synthesize>;
  beforeAll(() => {
    one = synthesize();
    two = synthesize('2,1');
  });

  it('are one key, which stays the same key when another comes before it', () => {
    expect(one.keys).toHaveLength(1);
    expect(two.keys).toHaveLength(2);
    expect(two.keys).toEqual(expect.arrayContaining(one.keys));
  });

  it('are given to all who look up or keep, newest first', () => {
    const { services, keys } = two;

    for (const name of ['IdentityVerifyCredential', 'IdentityImportResidents', 'IdentityImportAddresses']) {
      const order = [...given(services, name).matchAll(/IdentityPepperKey(2?)[0-9A-F]{8}/g)].map(
        ([, version]) => version,
      );
      expect(order).toEqual(['2', '']);
    }
    expect(keys.some((key) => key.startsWith('IdentityPepperKey2'))).toBe(true);
  });

  it.each(['', '0', '1,2', '1,1', '3,2,1', 'new', '2,'])(
    'are refused as %j, before anything is deployed',
    (versions) => {
      expect(() => readPeppers(versions)).toThrow('newest first');
    },
  );
});
