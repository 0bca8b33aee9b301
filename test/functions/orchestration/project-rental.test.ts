import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { openSession } from '../../../functions/orchestration/open-session.ts';
import { projectRental } from '../../../functions/orchestration/project-rental.ts';
import { readRental } from '../../../functions/orchestration/read-rental.ts';
import { startRental } from '../../../functions/orchestration/start-rental.ts';
import { useDynamo } from '../dynamo.ts';
import { CREDENTIAL, setUpExchange } from './exchange.ts';
import {
  bikeEvent,
  execution,
  fact,
  handedOver,
  handOver,
  paymentEvent,
  RENTAL_ARN,
  RENTAL_ID,
  receiptOf,
} from './rental-news.ts';

const dynamo = useDynamo();

async function setUp() {
  const exchange = await setUpExchange(dynamo.client);
  const { sessionId } = await openSession(exchange)({ kioskId: 'harbour', credential: CREDENTIAL });
  const start = startRental({ ...exchange, tokens: exchange.signer });
  await start({ rentalId: RENTAL_ID, sessionId, kioskId: 'harbour', bikes: 1 });
  return {
    ...exchange,
    sessionId,
    project: projectRental({ ...exchange, rentalArn: RENTAL_ARN }),
    read: () => readRental(exchange)({ rentalId: RENTAL_ID, kioskId: 'harbour' }),
  };
}

describe('projecting a rental', () => {
  it('pushes the view to the kiosk with each thing learnt', async () => {
    const { project, published, read } = await setUp();

    for (const news of handOver(1)) await project(news);
    await project(execution('SUCCEEDED', handedOver(1)));

    expect(published.map((view) => view.bikes[0]?.step)).toEqual([
      'reserved',
      'moving',
      'atHatch',
      'checkedOut',
      'photographed',
      'photographed',
      'doorOpen',
      'taken',
      'onTrip',
      'onTrip',
    ]);
    expect(published.at(-1)).toEqual(await read());
    expect(published.at(-1)?.status).toBe('handedOver');
  });

  it('pushes it to the kiosk where a bike came back as well, up to the receipt', async () => {
    const { project, published, heard } = await setUp();
    for (const news of [...handOver(1), execution('SUCCEEDED', handedOver(1))]) await project(news);

    await project(bikeEvent('TripEnded', 1, 900, { kioskId: 'station', bay: 3 }));
    await project(paymentEvent('PaymentCaptured', 901, { receipt: receiptOf([1], 225) }));

    expect(heard.get('station')).toMatchObject([
      { kioskId: 'harbour', status: 'returned' },
      { status: 'returned', payment: { status: 'captured', receipt: { total: 225 } } },
    ]);
    expect(heard.get('station')).toEqual(published.slice(-2));
    expect([...heard.keys()]).toEqual(['harbour', 'station']);
  });

  it('takes no word of the ride for how the rental went', async () => {
    const { project, read, published } = await setUp();
    for (const news of [...handOver(1), execution('SUCCEEDED', handedOver(1))]) await project(news);
    const told = published.length;

    await project(execution('FAILED', undefined, { stateMachineArn: RENTAL_ARN.replace(/rental$/, 'ride') }));

    expect(await read()).toMatchObject({ status: 'handedOver' });
    expect(published).toHaveLength(told);
  });

  it('learns nothing from what it knows, and publishes it again all the same', async () => {
    const { project, published } = await setUp();

    await project(fact('BikeAtHatch', 1, 4));
    await project(fact('BikeAtHatch', 1, 4));

    expect(published).toHaveLength(2);
    expect(published[1]).toEqual(published[0]);
  });

  it('loses nothing when everything is told at once', async () => {
    const { project, published, read } = await setUp();
    const news = [...handOver(1), execution('RUNNING'), execution('SUCCEEDED', handedOver(1))];

    await Promise.all(news.map((one) => project(one)));

    const view = await read();
    expect(view).toMatchObject({ status: 'handedOver', bikes: [{ step: 'onTrip' }] });
    expect(Math.max(...published.map(({ revision }) => revision))).toBe(view.revision);
    expect(new Set(published.map(({ revision }) => revision)).size).toBe(published.length);
  });

  it('ends the session with the workflow', async () => {
    const { project, sessions, sessionId } = await setUp();

    await project(execution('RUNNING'));
    expect(await sessions.read(sessionId)).toBeDefined();
    await project(execution('SUCCEEDED', handedOver(1)));

    expect(await sessions.read(sessionId)).toBeUndefined();
  });

  it.each(['FAILED', 'TIMED_OUT', 'ABORTED'])('ends the session also with a workflow that %s', async (status) => {
    const { project, sessions, sessionId } = await setUp();

    await project(execution(status));

    expect(await sessions.read(sessionId)).toBeUndefined();
  });

  it("does not keep the execution's input, in which the token is", async () => {
    const { project, rentalsTable } = await setUp();

    await project(execution('SUCCEEDED', handedOver(1)));

    const { Item } = await dynamo.client.send(
      new GetCommand({ TableName: rentalsTable, Key: { rentalId: RENTAL_ID } }),
    );
    expect(Item?.['seen']).toBeDefined();
    expect(JSON.stringify(Item)).not.toContain('secret');
  });

  it('leaves alone what is of no rental that it knows', async () => {
    const { project, published } = await setUp();

    await project(bikeEvent('BikeReserved', 1, 1, { rentalId: '22222222-2222-4222-8222-222222222222' }));
    await project({ type: 'KioskStarted', at: '2026-05-01T12:00:00.000Z', programVersion: '1' });

    expect(published).toEqual([]);
  });

  it('asks for the event again when the kiosk could not be told', async () => {
    const exchange = await setUp();
    const publisher = {
      publish: async () => {
        throw new Error('no connection');
      },
    };
    const project = projectRental({ ...exchange, publisher, rentalArn: RENTAL_ARN });

    await expect(project(bikeEvent('BikeReserved', 1, 1))).rejects.toThrow('no connection');
    await exchange.project(bikeEvent('BikeReserved', 1, 1));

    expect(exchange.published).toMatchObject([{ revision: 2, bikes: [{ step: 'reserved' }] }]);
  });
});
