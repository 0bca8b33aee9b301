import { SFNClient } from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, it } from '@jest/globals';
import { stepFunctionsTask } from '../../../functions/shared/waiting-task.ts';
import { awsAnswers, refusal } from '../aws-answers.ts';

let close = async () => {};
afterEach(() => close());

async function taskThatAnswers(...answers: Parameters<typeof awsAnswers>) {
  const aws = await awsAnswers(...answers);
  close = aws.close;
  return { asked: aws.asked, task: stepFunctionsTask(new SFNClient(aws.settings)) };
}

describe('the task that waits', () => {
  it('is told of the end, of the fault with its details, and that work goes on', async () => {
    const { asked, task } = await taskThatAnswers();

    await task.succeed('token-1', { commandId: 'c', at: '2026-05-01T10:00:00.000Z' });
    await task.fail('token-1', 'HardwareFault', { fault: 'jam' });
    await task.heartbeat('token-1');

    expect(asked.map(({ headers, body }) => [headers['x-amz-target'], JSON.parse(body)])).toEqual([
      [
        'AWSStepFunctions.SendTaskSuccess',
        { taskToken: 'token-1', output: '{"commandId":"c","at":"2026-05-01T10:00:00.000Z"}' },
      ],
      ['AWSStepFunctions.SendTaskFailure', { taskToken: 'token-1', error: 'HardwareFault', cause: '{"fault":"jam"}' }],
      ['AWSStepFunctions.SendTaskHeartbeat', { taskToken: 'token-1' }],
    ]);
  });

  it.each(['TaskDoesNotExist', 'TaskTimedOut', 'InvalidToken'])('may be over already (%s)', async (type) => {
    const { asked, task } = await taskThatAnswers(refusal(400, type), refusal(400, type), refusal(400, type));

    await task.succeed('token-1', { commandId: 'c', at: '2026-05-01T10:00:00.000Z' });
    await task.fail('token-1', 'BikeNotTaken', {});
    await task.heartbeat('token-1');

    expect(asked).toHaveLength(3);
  });

  it('must be told again when the service failed', async () => {
    const { task } = await taskThatAnswers(refusal(400, 'ThrottlingException'));

    await expect(task.heartbeat('token-1')).rejects.toMatchObject({ name: 'ThrottlingException' });
  });
});
