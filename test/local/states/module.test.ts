import { describe, expect, it } from '@jest/globals';
import { memoryJournal } from '../../../local/states/journal/memory-journal.ts';
import { executionArn, laboratory, ROLE, START, task } from './laboratory.ts';

const WAIT = { Wait: { Type: 'Wait', Seconds: 60, End: true } };
const DONE = { Done: { Type: 'Succeed' } };

describe('StartExecution', () => {
  it('answers a repeated start with the execution that runs, and refuses another input or a name that is used up', async () => {
    const lab = laboratory();
    const stateMachineArn = await lab.create(WAIT);
    const start = (input: string) => lab.send('StartExecution', { stateMachineArn, name: 'r-1', input });
    const first = await start('{"bikes":1}');

    const again = await start('{"bikes":1}');
    const other = await start('{"bikes":2}');
    await lab.clock.pass(61_000);
    const late = await start('{"bikes":1}');

    expect(first).toEqual({ executionArn: executionArn('rental', 'r-1'), startDate: START / 1000 });
    expect(again).toEqual(first);
    expect([other, late].map(({ __type }) => __type)).toEqual(['ExecutionAlreadyExists', 'ExecutionAlreadyExists']);
  });

  it.each([
    ['no JSON', { input: '{' }, 'InvalidExecutionInput'],
    ['too long', { input: JSON.stringify('x'.repeat(262_144)) }, 'InvalidExecutionInput'],
    ['ill-named', { name: 'a b' }, 'InvalidName'],
    [
      'of a machine that is missing',
      { stateMachineArn: 'arn:aws:states:eu-west-1:000000000000:stateMachine:none' },
      'StateMachineDoesNotExist',
    ],
    ['of no machine at all', { stateMachineArn: 'rental' }, 'InvalidArn'],
  ])('refuses a start that is %s', async (_, input, error) => {
    const lab = laboratory();
    const stateMachineArn = await lab.create(DONE);

    expect(await lab.send('StartExecution', { stateMachineArn, ...input })).toMatchObject({ __type: error });
  });

  it('tells of each status, with what EventBridge would tell', async () => {
    const lab = laboratory();
    await lab.run({ Fail: { Type: 'Fail', Error: 'Jam', Cause: 'stuck' } }, { bikes: 1 });

    const common = { executionArn: executionArn('rental', 'r-1'), name: 'r-1', input: '{"bikes":1}', startDate: START };
    expect(lab.told).toMatchObject([
      { ...common, status: 'RUNNING', stopDate: null, error: null },
      { ...common, status: 'FAILED', stopDate: START, error: 'Jam', cause: 'stuck', output: null },
    ]);
  });
});

describe('StartSyncExecution', () => {
  it('answers with the outcome of an Express machine, of which nothing is kept', async () => {
    const lines: string[] = [];
    const lab = laboratory({ quote: () => ({ fare: 3 }) }, { journal: memoryJournal(lines) });
    const stateMachineArn = await lab.create({ Quote: task('quote') }, { type: 'EXPRESS' });

    const answer = await lab.send('StartSyncExecution', { stateMachineArn, name: 's-1', input: '{}' });
    const described = await lab.send('DescribeExecution', { executionArn: answer.executionArn });

    expect(answer).toMatchObject({ status: 'SUCCEEDED', output: '{"fare":3}', name: 's-1', input: '{}' });
    expect(described).toMatchObject({ __type: 'StateMachineTypeNotSupported' });
    expect(lines.filter((line) => line.includes('s-1'))).toEqual([]);
    expect(lab.told).toEqual([]);
  });

  it('answers a failure with its error and cause', async () => {
    const lab = laboratory();
    const stateMachineArn = await lab.create({ Fail: { Type: 'Fail', Error: 'NotAResident' } }, { type: 'EXPRESS' });

    const answer = await lab.send('StartSyncExecution', { stateMachineArn });

    expect(answer).toMatchObject({ status: 'FAILED', error: 'NotAResident' });
    expect(answer).not.toHaveProperty('cause');
  });

  it('is refused to Standard machines', async () => {
    const lab = laboratory();

    const answer = await lab.send('StartSyncExecution', { stateMachineArn: await lab.create(DONE) });

    expect(answer).toMatchObject({ __type: 'StateMachineTypeNotSupported' });
  });
});

describe('listings', () => {
  it('pages through executions, the latest first, and filters by status', async () => {
    const lab = laboratory();
    const stateMachineArn = await lab.create(WAIT);
    for (const name of ['a', 'b', 'c']) await lab.start(stateMachineArn, {}, name);
    await lab.send('StopExecution', { executionArn: executionArn('rental', 'b') });
    const names = ({ executions }: { executions: Array<{ name: string }> }) => executions.map(({ name }) => name);

    const first = await lab.send('ListExecutions', { stateMachineArn, maxResults: 2 });
    const second = await lab.send('ListExecutions', { stateMachineArn, maxResults: 2, nextToken: first.nextToken });
    const running = await lab.send('ListExecutions', { stateMachineArn, statusFilter: 'RUNNING' });

    expect([names(first), names(second), names(running)]).toEqual([['c', 'b'], ['a'], ['c', 'a']]);
    expect(second).not.toHaveProperty('nextToken');
  });

  it('pages through a history in either direction', async () => {
    const lab = laboratory();
    const { executionArn } = await lab.run(DONE);
    const ids = ({ events }: { events: Array<{ id: number }> }) => events.map(({ id }) => id);

    const first = await lab.send('GetExecutionHistory', { executionArn, maxResults: 3 });
    const second = await lab.send('GetExecutionHistory', { executionArn, maxResults: 3, nextToken: first.nextToken });
    const reverse = await lab.send('GetExecutionHistory', { executionArn, reverseOrder: true, maxResults: 2 });
    const bare = await lab.send('GetExecutionHistory', { executionArn, includeExecutionData: false });

    expect([ids(first), ids(second), ids(reverse)]).toEqual([[1, 2, 3], [4], [4, 3]]);
    expect(bare.events[0].executionStartedEventDetails).toEqual({ roleArn: ROLE });
  });
});

describe('state machines of the template', () => {
  const kind = (lab: ReturnType<typeof laboratory>) => {
    const found = lab.module.kinds['AWS::StepFunctions::StateMachine'];
    if (!found) throw new Error('The module knows no state machines.');
    return found;
  };
  const resource = (properties: Record<string, unknown>) => {
    const declared = {
      stack: 'services',
      logicalId: 'Rental',
      type: '',
      physicalName: 'services-Rental',
      declared: properties,
    };
    return { ...declared, properties, ref: '', attributes: {} };
  };
  const definition = (seconds: number) =>
    JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'W',
      States: { W: { Type: 'Wait', Seconds: seconds, Next: 'T' }, T: task('f', { Resource: `\${Function}` }) },
    });

  it('names them after the template, and gives their ARNs before they are deployed', () => {
    const identity = kind(laboratory()).identify(resource({}));

    const arn = 'arn:aws:states:eu-west-1:000000000000:stateMachine:services-Rental';
    expect(identity).toMatchObject({ ref: arn, attributes: { Arn: arn, Name: 'services-Rental' } });
  });

  it('puts substitutions in, and leaves running executions on the definition they began with', async () => {
    const lab = laboratory({ f: () => 'done' });
    const properties = (seconds: number) => ({
      ...{ StateMachineName: 'rental', RoleArn: ROLE, DefinitionString: definition(seconds) },
      DefinitionSubstitutions: { Function: 'arn:aws:lambda:eu-west-1:000000000000:function:f' },
    });
    await kind(lab).deploy(resource(properties(60)));
    const stateMachineArn = 'arn:aws:states:eu-west-1:000000000000:stateMachine:rental';
    const early = await lab.start(stateMachineArn, {}, 'early');

    await kind(lab).deploy(resource(properties(3600)));
    const late = await lab.start(stateMachineArn, {}, 'late');
    await lab.clock.pass(60_000);

    expect((await lab.describe(early)).status).toBe('SUCCEEDED');
    expect((await lab.describe(late)).status).toBe('RUNNING');
    const kept = await lab.send('DescribeStateMachineForExecution', { executionArn: early });
    expect(JSON.parse(kept.definition).States.W.Seconds).toBe(60);
  });

  it('reads a definition from its asset, and names the resource and the fault where it is unsound', async () => {
    const place = resource({ DefinitionS3Location: { Bucket: 'assets', Key: 'rental.json' }, RoleArn: ROLE });

    await expect(kind(laboratory()).deploy(place)).rejects.toThrow(
      "Rental of services: Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: The definition is not a JSON object'",
    );
  });
});

describe('what is not there', () => {
  it('says that TestState is not supported', async () => {
    expect(await laboratory().send('TestState', {})).toMatchObject({
      message: expect.stringContaining('not supported'),
    });
  });
});
