import { afterEach, describe, expect, it } from '@jest/globals';
import { admissionOf, admissionWorkflow } from '../../../functions/orchestration/admission.ts';
import { type AwsEndpoint, startAwsEndpoint } from '../shared/aws-endpoint.ts';
import { CREDENTIAL, RESIDENT } from './exchange.ts';

const lambdaCause = JSON.stringify({ errorType: 'CredentialStale', errorMessage: 'Too old.', trace: ['at x'] });

describe('the end of an admission', () => {
  it('is the answer of the workflow', () => {
    expect(admissionOf({ status: 'SUCCEEDED', output: JSON.stringify(RESIDENT) })).toEqual(RESIDENT);
  });

  it.each([
    ["a function's", lambdaCause],
    ["a state's", 'Too old.'],
  ])('is a refusal by the name and in the words of %s cause', (_, cause) => {
    const end = () => admissionOf({ status: 'FAILED', error: 'CredentialStale', cause });

    expect(end).toThrow(expect.objectContaining({ name: 'CredentialStale', message: 'Too old.' }));
  });

  it.each<[string, Parameters<typeof admissionOf>[0]]>([
    ['ran out of time', { status: 'TIMED_OUT' }],
    ['timed out on a task', { status: 'FAILED', error: 'States.Timeout', cause: 'x' }],
    ['met a fault of Lambda', { status: 'FAILED', error: 'Lambda.ServiceException', cause: 'secret' }],
    ['met a fault in a function', { status: 'FAILED', error: 'ThrottlingException', cause: 'secret' }],
    ['says nothing', { status: undefined }],
  ])('asks for another try when it %s', (_, ended) => {
    const end = () => admissionOf(ended);

    expect(end).toThrow(expect.objectContaining({ name: 'AdmissionFailed' }));
    expect(end).toThrow(/scan it again in a moment/);
  });
});

describe('the workflow admission', () => {
  let aws: AwsEndpoint;
  afterEach(() => aws.close());

  const arn = 'arn:aws:states:eu-west-1:000000000000:stateMachine:admission';
  const input = { credential: CREDENTIAL, kioskId: 'harbour', sessionId: '5e551000-0000-4000-8000-000000000000' };

  it('is run to its end in one call', async () => {
    aws = await startAwsEndpoint(() => ({ body: { status: 'SUCCEEDED', output: JSON.stringify(RESIDENT) } }));

    const admitted = await admissionWorkflow(arn).run('session-1', input);

    const [call] = aws.calls;
    const { stateMachineArn, name, input: sent } = JSON.parse(call?.body ?? '') as Record<string, string>;
    expect(admitted).toEqual(RESIDENT);
    expect(call?.target).toBe('StartSyncExecution');
    expect({ stateMachineArn, name, input: JSON.parse(sent ?? '') }).toEqual({
      stateMachineArn: arn,
      name: 'session-1',
      input,
    });
  });

  it('is never run twice for one call: the second would use the scan again', async () => {
    aws = await startAwsEndpoint(() => ({ status: 500, body: { __type: 'InternalFailure' } }));

    await expect(admissionWorkflow(arn).run('session-1', input)).rejects.toMatchObject({ name: 'AdmissionFailed' });

    expect(aws.calls).toHaveLength(1);
  });
});
