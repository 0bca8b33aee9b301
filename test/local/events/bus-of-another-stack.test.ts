import { describe, expect, it } from '@jest/globals';
import type { Template } from '../../../local/assembly/cloud-assembly.ts';
import { deployAssembly } from '../../../local/assembly/deploy.ts';
import { bodyOf, docked, makeBench, toFunction } from './bench.ts';

const rule = (EventBusName: unknown) => ({
  Resources: { Follow: { Type: 'AWS::Events::Rule', Properties: { ...toFunction, EventBusName } } },
});
const buses = (Value: unknown) => ({
  Resources: { Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'kiosks' } } },
  Outputs: { Bus: { Value, Export: { Name: 'Services:Bus' } } },
});

function deployTo(bench: ReturnType<typeof makeBench>, templates: Record<string, Template>) {
  const stacks = Object.entries(templates).map(([name, template]) => ({ name, template }));
  const find = () => {
    throw new Error('There are no assets.');
  };
  const assembly = { stacks, region: 'eu-west-1', account: '000000000000', assets: { find, files: () => [] } };
  return deployAssembly(assembly, bench.events.kinds);
}

describe('a rule on the bus of another stack', () => {
  it.each([
    ['by its name', { Ref: 'Bus' }],
    ['by an attribute', { 'Fn::GetAtt': ['Bus', 'Name'] }],
  ])('hears what is put there, where that stack exports the bus %s', async (_, value) => {
    const bench = makeBench();
    await deployTo(bench, { Services: buses(value), Workshop: rule({ 'Fn::ImportValue': 'Services:Bus' }) });
    bench.events.start?.();

    bench.events.put({ ...docked, busName: 'kiosks' });
    bench.clock.advance(0);
    const call = await bench.target.next();

    expect(bodyOf(call)).toMatchObject({ 'detail-type': 'BikeDocked' });
    expect(call.caller.sourceArn).toContain(':rule/kiosks/');
  });

  it('stops the host by name, where no stack exports it', async () => {
    const deployed = deployTo(makeBench(), {
      Services: buses({ Ref: 'Bus' }),
      Workshop: rule({ 'Fn::ImportValue': 'Services:Other' }),
    });

    await expect(deployed).rejects.toThrow(/The rule Follow needs a bus/);
  });
});
