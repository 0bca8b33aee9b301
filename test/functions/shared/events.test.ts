import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterEach, describe, expect, it } from '@jest/globals';
import { publisher } from '../../../functions/shared/events.ts';
import { awsAnswers } from '../aws-answers.ts';

let close = async () => {};
afterEach(() => close());

async function busThatAnswers(...answers: Parameters<typeof awsAnswers>) {
  const aws = await awsAnswers(...answers);
  close = aws.close;
  const publish = publisher('city-bus', 'freewheel.bikes', new EventBridgeClient(aws.settings));
  return { asked: aws.asked, publish };
}

describe('publishing events', () => {
  it('sends each with its source and type, ten in a request and in order', async () => {
    const taken = { status: 200, body: { FailedEntryCount: 0, Entries: [] } };
    const { asked, publish } = await busThatAnswers(taken, taken);
    const events = Array.from({ length: 12 }, (_, number) => ({ type: 'TripStarted', detail: { number } }));

    await publish(events);

    const entries = asked.map(({ body }) => JSON.parse(body).Entries);
    expect(entries.map((part) => part.length)).toEqual([10, 2]);
    expect(entries.flat().map(({ Detail }) => JSON.parse(Detail).number)).toEqual([...events.keys()]);
    expect(entries[0][0]).toEqual({
      EventBusName: 'city-bus',
      Source: 'freewheel.bikes',
      DetailType: 'TripStarted',
      Detail: '{"number":0}',
    });
  });

  it('fails when the bus refuses an entry, although the request was answered well', async () => {
    const refused = { FailedEntryCount: 1, Entries: [{ EventId: '1' }, { ErrorCode: 'ThrottlingException' }] };
    const { publish } = await busThatAnswers({ status: 200, body: refused });
    const event = { type: 'TripStarted', detail: {} };

    await expect(publish([event, event])).rejects.toMatchObject({
      name: 'EventsRejected',
      message: 'The bus city-bus refused 1 of 2 events: ThrottlingException.',
    });
  });

  it('asks nothing of the bus when there is nothing to tell', async () => {
    const { asked, publish } = await busThatAnswers();

    await publish([]);

    expect(asked).toEqual([]);
  });
});
