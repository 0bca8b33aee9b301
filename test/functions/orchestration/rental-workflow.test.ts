import { afterEach, describe, expect, it } from '@jest/globals';
import { rentalWorkflow } from '../../../functions/orchestration/rental-workflow.ts';
import { type AwsEndpoint, awsError, startAwsEndpoint } from '../shared/aws-endpoint.ts';

const arn = 'arn:aws:states:eu-west-1:000000000000:stateMachine:rental';
const input = {
  rentalId: '11111111-1111-4111-8111-111111111111',
  kioskId: 'harbour',
  partyRef: 'party_0123456789abcdef',
  partyLimit: 2,
  bikes: 1,
  kind: 'visitor' as const,
  paymentMethod: 'pm_card_visa',
  rentalToken: 'a.b.c',
};

let aws: AwsEndpoint;
afterEach(() => aws.close());

describe('the workflow rental', () => {
  it("is started under the rental's id", async () => {
    aws = await startAwsEndpoint(() => ({ body: { executionArn: `${arn}:x`, startDate: 1 } }));

    await rentalWorkflow(arn).start(input);

    const sent = JSON.parse(aws.calls[0]?.body ?? '') as Record<string, string>;
    expect(aws.calls[0]?.target).toBe('StartExecution');
    expect({ ...sent, input: JSON.parse(sent['input'] ?? '') }).toEqual({
      stateMachineArn: arn,
      name: input.rentalId,
      input,
    });
  });

  it('takes an execution that is there already for its own', async () => {
    aws = await startAwsEndpoint(() => awsError('ExecutionAlreadyExists'));

    await expect(rentalWorkflow(arn).start(input)).resolves.toBeUndefined();
  });

  it('passes on any other refusal', async () => {
    aws = await startAwsEndpoint(() => awsError('StateMachineDoesNotExist'));

    await expect(rentalWorkflow(arn).start(input)).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });
});
