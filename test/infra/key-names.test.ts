import { describe, expect, it } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { freewheelApp } from '../../infra/app.ts';
import { readKeyNames } from '../../infra/key-names.ts';

const names = (context: Record<string, string>) => readKeyNames(new App({ context }).node, 'token');

describe('the names of keys', () => {
  it('are one, unless a deployment says otherwise', () => {
    expect(names({})).toEqual({ live: ['1'], retired: [] });
    expect(names({ tokenKeys: '2,1', retiredTokenKeys: '0' })).toEqual({ live: ['2', '1'], retired: ['0'] });
  });

  it.each([
    [{ tokenKeys: '' }, 'must name a key'],
    [{ tokenKeys: '1,1' }, "'1' is named twice"],
    [{ tokenKeys: '2', retiredTokenKeys: '2' }, "'2' is named twice"],
    [{ tokenKeys: 'New Key' }, "not 'New Key'"],
  ])('are refused as %j', (context, message) => {
    expect(() => names(context)).toThrow(message);
  });
});

describe('a deployment with several keys', () => {
  const synthesize = (context: Record<string, string>) => {
    const app = freewheelApp({ context });
    const stack = (part: string) => app.node.findChild(`Freewheel-havenbrook-dev-${part}`);
    const template = (part: string) => Template.fromStack(stack(part) as Parameters<typeof Template.fromStack>[0]);
    return { data: template('Data'), services: JSON.stringify(template('Services').toJSON()) };
  };
  const signingKeys = ({ data }: ReturnType<typeof synthesize>) =>
    Object.keys(data.findResources('AWS::KMS::Key', { Properties: { KeySpec: 'ECC_NIST_P256' } }));
  const exported = ({ data }: ReturnType<typeof synthesize>, key: string) =>
    Object.keys(data.toJSON()['Outputs']).filter((name) => name.includes(key));

  it('keeps the first key as it was when a second one is made', () => {
    const [before, after] = [synthesize({}), synthesize({ tokenKeys: '1,2' })];

    expect(signingKeys(after)).toEqual(expect.arrayContaining(signingKeys(before)));
    expect(signingKeys(after)).toHaveLength(2);
  });

  it('keeps a retired key, and all that services may still import of it, while no service uses it', () => {
    const [live, retired] = [synthesize({}), synthesize({ tokenKeys: '2', retiredTokenKeys: '1' })];
    const [key = ''] = signingKeys(live);

    expect(exported(retired, key)).toEqual(expect.arrayContaining(exported(live, key)));
    expect(exported(live, key).length).toBeGreaterThan(0);
    expect(retired.services).not.toContain(key);
  });
});
