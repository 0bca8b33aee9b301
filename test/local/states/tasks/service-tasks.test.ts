import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../../local/states/json.ts';
import type { WireResponse } from '../../../../local/wire/contract.ts';
import { executionArn, laboratory, task } from '../laboratory.ts';

const answer = (body: JsonObject, status = 200): WireResponse => ({
  ...{ status, headers: { 'x-amzn-requestid': 'id-1' } },
  body: Buffer.from(JSON.stringify(body)),
});

/** Runs one task against a service that gives this answer; tells what the service was asked, too. */
async function call(resource: string, input: JsonObject, service: string, response: WireResponse) {
  const lab = laboratory({}, { services: { [service]: () => response } });
  const execution = await lab.run({ Call: task('', { Resource: `arn:aws:states:::${resource}`, Arguments: input }) });
  const request = lab.asked.find((asked) => asked.service === service)?.request;
  return { execution, target: request?.headers['x-amz-target'], body: JSON.parse(request?.body.toString() ?? 'null') };
}

describe('a task of a service', () => {
  it('writes an item through DynamoDB, and adds the exchange to the answer', async () => {
    const input = { TableName: 'bikes', Key: { pk: { S: 'b-1' } } };

    const { execution, target, body } = await call(
      'dynamodb:updateItem',
      input,
      'dynamodb',
      answer({ Attributes: {} }),
    );

    expect(target).toBe('DynamoDB_20120810.UpdateItem');
    expect(body).toEqual(input);
    expect(execution.result).toMatchObject({ Attributes: {}, SdkHttpMetadata: { HttpStatusCode: 200 } });
  });

  it.each([
    ['dynamodb:putItem', 'DynamoDB.ConditionalCheckFailedException'],
    ['aws-sdk:dynamodb:putItem', 'DynamoDb.ConditionalCheckFailedException'],
  ])('names the errors of %s as AWS does', async (resource, error) => {
    const refusal = answer(
      { __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', message: 'no' },
      400,
    );

    const { execution } = await call(resource, { TableName: 'bikes' }, 'dynamodb', refusal);

    expect(execution).toMatchObject({ status: 'FAILED', error });
    expect(execution.cause).toMatch(/^no \(Service: DynamoD[Bb], Status Code: 400, Request ID: id-1\)$/);
  });

  it('puts events with their detail as text, and says which execution they come from', async () => {
    const entry = { Source: 'rental', DetailType: 'RentalStarted', Detail: { bikes: 1 } };

    const { target, body } = await call(
      'events:putEvents',
      { Entries: [entry] },
      'events',
      answer({ FailedEntryCount: 0 }),
    );

    expect(target).toBe('AWSEvents.PutEvents');
    expect(body.Entries[0].Detail).toBe('{"bikes":1}');
    expect(body.Entries[0].Resources[0]).toBe(executionArn('rental', 'r-1'));
  });

  it('fails where EventBridge took an entry not', async () => {
    const { execution } = await call('events:putEvents', { Entries: [] }, 'events', answer({ FailedEntryCount: 1 }));

    expect(execution.error).toBe('EventBridge.FailedEntry');
  });

  it('reaches services without an integration of their own, in the case of letters that each wants', async () => {
    const { execution, target, body } = await call(
      'aws-sdk:kms:getPublicKey',
      { KeyId: 'k' },
      'kms',
      answer({ KeyId: 'k' }),
    );
    const lab = laboratory();
    await lab.create({ Done: { Type: 'Succeed' } }, {}, 'ride');
    const described = await lab.run({
      List: task('', { Resource: 'arn:aws:states:::aws-sdk:sfn:listStateMachines', Arguments: { MaxResults: 1 } }),
    });

    expect([target, body, execution.result]).toEqual(['TrentService.GetPublicKey', { KeyId: 'k' }, { KeyId: 'k' }]);
    expect(described.result.StateMachines).toMatchObject([{ Name: 'ride', Type: 'STANDARD' }]);
  });

  it('waits for a child execution, and fails with its description when that fails', async () => {
    const lab = laboratory();
    const child = await lab.create({ Fail: { Type: 'Fail', Error: 'Jam' } }, {}, 'ride');
    const resource = 'arn:aws:states:::states:startExecution.sync:2';
    const start = task('', {
      Resource: resource,
      Arguments: { StateMachineArn: child, Name: 'ride-1', Input: { bike: 1 } },
    });

    const execution = await lab.run({ Ride: start });

    expect(execution.error).toBe('States.TaskFailed');
    expect(JSON.parse(execution.cause)).toMatchObject({
      ...{ ExecutionArn: executionArn('ride', 'ride-1'), Status: 'FAILED', Error: 'Jam', Input: { bike: 1 } },
    });
  });
});
