import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  InvalidDefinition,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  StartExecutionCommand,
  StateMachineType,
  TagResourceCommand,
  TestStateCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { forgetFolders } from '../sample-app.ts';
import { type Hosted, hosted, machineOf, role as roleArn } from './hosted.ts';

let city: Hosted;
beforeAll(async () => {
  city = await hosted();
});
afterAll(async () => {
  await city.close();
  forgetFolders();
});

const DONE = machineOf({ Done: { Type: 'Succeed' } });
const WAIT = machineOf({ Wait: { Type: 'Wait', Seconds: 3600, End: true } });
async function create(name: string, definition: string, type: StateMachineType = StateMachineType.STANDARD) {
  const { stateMachineArn } = await city.states.send(
    new CreateStateMachineCommand({ name, definition, roleArn, type }),
  );
  return stateMachineArn;
}

async function start(stateMachineArn: string | undefined, name?: string, input?: object) {
  const { executionArn } = await city.states.send(
    new StartExecutionCommand({ stateMachineArn, name, ...(input && { input: JSON.stringify(input) }) }),
  );
  return executionArn;
}

describe('state machines, by the SDK', () => {
  it('are created once, and changed into new revisions that running executions do not see', async () => {
    const stateMachineArn = await create('changed', WAIT);
    const again = await create('changed', WAIT);
    const executionArn = await start(stateMachineArn);
    const { revisionId } = await city.states.send(new UpdateStateMachineCommand({ stateMachineArn, definition: DONE }));

    const machine = await city.states.send(new DescribeStateMachineCommand({ stateMachineArn }));
    const kept = await city.states.send(new DescribeStateMachineForExecutionCommand({ executionArn }));

    expect(again).toBe(stateMachineArn);
    await expect(create('changed', WAIT)).rejects.toMatchObject({ name: 'StateMachineAlreadyExists' });
    expect(machine).toMatchObject({ name: 'changed', definition: DONE, roleArn, revisionId, status: 'ACTIVE' });
    expect(kept.definition).toBe(WAIT);
    await expect(city.states.send(new UpdateStateMachineCommand({ stateMachineArn }))).rejects.toMatchObject({
      name: 'MissingRequiredParameter',
    });
  });

  it('are listed page by page, and gone once they are deleted', async () => {
    for (const name of ['page-1', 'page-2']) await create(name, DONE);
    const first = await city.states.send(new ListStateMachinesCommand({ maxResults: 1 }));
    const next = { maxResults: 1, nextToken: first.nextToken };
    const second = await city.states.send(new ListStateMachinesCommand(next));
    const stateMachineArn = await create('page-1', DONE);

    await city.states.send(new DeleteStateMachineCommand({ stateMachineArn }));

    expect(first.stateMachines).toHaveLength(1);
    expect(second.stateMachines?.[0]?.name).not.toBe(first.stateMachines?.[0]?.name);
    await expect(start(stateMachineArn)).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });

  it('keep tags', async () => {
    const resourceArn = await create('tagged', DONE);

    await city.states.send(new TagResourceCommand({ resourceArn, tags: [{ key: 'quarter', value: 'harbour' }] }));

    const { tags } = await city.states.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(tags).toEqual([{ key: 'quarter', value: 'harbour' }]);
  });

  it('are refused with every fault and its place, and validated without being created', async () => {
    const definition = machineOf({ A: { Type: 'Pass', Next: 'B' } });

    const found = await city.states.send(new ValidateStateMachineDefinitionCommand({ definition }));

    await expect(create('unsound', definition)).rejects.toBeInstanceOf(InvalidDefinition);
    await expect(create('unsound', definition)).rejects.toThrow("Missing 'Next' target: B at /States/A/Next");
    expect(found).toMatchObject({
      result: 'FAIL',
      diagnostics: [
        { severity: 'ERROR', code: 'MISSING_TRANSITION_TARGET', location: '/States/A/Next' },
        { code: 'MISSING_END_STATE' },
      ],
    });
    expect((await city.states.send(new ValidateStateMachineDefinitionCommand({ definition: DONE }))).result).toBe('OK');
  });

  it.each([
    ['no JSON', '{', 'INVALID_JSON_DESCRIPTION'],
    ['too deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'TOO_DEEPLY_NESTED'],
    ['in JSONPath', machineOf({ A: { Type: 'Succeed' } }, { QueryLanguage: 'JSONPath' }), 'JSONPath'],
  ])('are refused when their definition is %s', async (_, definition, message) => {
    await expect(create('bad', definition)).rejects.toMatchObject({
      ...{ name: 'InvalidDefinition', message: expect.stringContaining(message) },
    });
  });

  it('say that they have neither versions nor single states to test', async () => {
    const publish = { name: 'published', definition: DONE, roleArn, publish: true };

    await expect(city.states.send(new CreateStateMachineCommand(publish))).rejects.toThrow('no versions');
    await expect(city.states.send(new TestStateCommand({ definition: '{}', roleArn }))).rejects.toThrow(
      'not supported',
    );
  });
});
