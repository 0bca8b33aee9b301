import { describe, expect, it } from '@jest/globals';
import { NO_VALUE, resolve, type Scope } from '../../../local/assembly/intrinsics.ts';

const refs: Record<string, unknown> = {
  Table: 'bikes',
  'AWS::Region': 'eu-west-1',
  'AWS::NoValue': NO_VALUE,
  Count: 3,
};

/** Names are written `<Name>` here: Biome takes the template's own form for a mistake. */
const named = (text: string) => text.replaceAll('<', '${').replaceAll('>', '}');

const scope: Scope = {
  ref: (name) => refs[name],
  attribute: (logicalId, attribute) => `${logicalId}/${attribute}`,
  exported: (name) => `exported ${name}`,
};

describe('an intrinsic function', () => {
  it.each<[string, unknown, unknown]>([
    ['Ref', { Ref: 'Table' }, 'bikes'],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'Table/Arn'],
    ['Fn::GetAtt with a dot', { 'Fn::GetAtt': 'Table.Outputs.Arn' }, 'Table/Outputs.Arn'],
    ['Fn::Join', { 'Fn::Join': [':', ['a', { Ref: 'Table' }, { Ref: 'Count' }]] }, 'a:bikes:3'],
    ['Fn::Split', { 'Fn::Split': ['-', 'a-b'] }, ['a', 'b']],
    ['Fn::Select', { 'Fn::Select': ['1', { 'Fn::Split': ['/', 'x/y'] }] }, 'y'],
    ['Fn::ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': named('Data:<Table>') } }, 'exported Data:bikes'],
    [
      'Fn::Sub of names',
      { 'Fn::Sub': named('in <AWS::Region>: <Table>, <Table.Arn>') },
      'in eu-west-1: bikes, Table/Arn',
    ],
    ['Fn::Sub with names of its own', { 'Fn::Sub': [named('<Own>-<Table>'), { Own: { Ref: 'Count' } }] }, '3-bikes'],
    [
      'Fn::Sub of literal text',
      { 'Fn::Sub': named('kiosks/<!iot:Connection.Thing.ThingName>') },
      named('kiosks/<iot:Connection.Thing.ThingName>'),
    ],
    ['one within another', { a: [{ b: { Ref: 'Table' } }] }, { a: [{ b: 'bikes' }] }],
    ['AWS::NoValue in an object', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
    ['AWS::NoValue in a list', [1, { Ref: 'AWS::NoValue' }, 2], [1, 2]],
    ['none', { Ref: 'Table', Fn: 1 }, { Ref: 'Table', Fn: 1 }],
  ])('is worked out: %s', (_, value, expected) => {
    const resolved = resolve(value, scope);

    expect(resolved).toEqual(expected);
  });

  it.each(['Fn::If', 'Fn::FindInMap', 'Fn::GetAZs', 'Fn::Transform', 'Fn::Base64'])(
    'is refused by name: %s',
    (name) => {
      const value = { a: { [name]: ['x'] } };

      expect(() => resolve(value, scope)).toThrow(`does not do the intrinsic function ${name}`);
    },
  );

  it('is refused where it selects what is not there', () => {
    const value = { 'Fn::Select': [2, ['a', 'b']] };

    expect(() => resolve(value, scope)).toThrow('Fn::Select wants item 2 of a list of 2');
  });

  it('is refused where text is wanted and there is none', () => {
    const value = { 'Fn::Join': ['', ['a', { 'Fn::Split': [',', 'b'] }]] };

    expect(() => resolve(value, scope)).toThrow('gives no text');
  });
});
