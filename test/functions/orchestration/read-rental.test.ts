import { describe, expect, it } from '@jest/globals';
import { RentalView } from '../../../functions/orchestration/contract.ts';
import { openSession } from '../../../functions/orchestration/open-session.ts';
import { projectRental } from '../../../functions/orchestration/project-rental.ts';
import { readRental } from '../../../functions/orchestration/read-rental.ts';
import { startRental } from '../../../functions/orchestration/start-rental.ts';
import { useDynamo } from '../dynamo.ts';
import { CREDENTIAL, setUpExchange } from './exchange.ts';
import { bikeEvent, handOver, RENTAL_ARN, RENTAL_ID as rentalId } from './rental-news.ts';

const dynamo = useDynamo();

async function setUp() {
  const exchange = await setUpExchange(dynamo.client);
  const { sessionId } = await openSession(exchange)({ kioskId: 'harbour', credential: CREDENTIAL });
  await startRental({ ...exchange, tokens: exchange.signer })({ rentalId, sessionId, kioskId: 'harbour', bikes: 2 });
  return { read: readRental(exchange), tell: projectRental({ ...exchange, rentalArn: RENTAL_ARN }) };
}

describe('reading a rental', () => {
  it('shows a rental of which nothing was seen yet', async () => {
    const { read } = await setUp();

    const view = await read({ rentalId, kioskId: 'harbour' });

    expect(RentalView.parse(view)).toEqual(view);
    expect(view).toEqual({
      rentalId,
      kioskId: 'harbour',
      status: 'requested',
      bikesAsked: 2,
      requestedAt: '2026-05-01T12:00:00.000Z',
      bikes: [],
      revision: 1,
    });
  });

  it('shows it to the kiosk where a bike of it came back, from then on', async () => {
    const { read, tell } = await setUp();
    for (const news of handOver(1)) await tell(news);

    const before = read({ rentalId, kioskId: 'station' });
    await expect(before).rejects.toMatchObject({ name: 'RentalUnknown' });
    await tell(bikeEvent('TripEnded', 1, 900, { kioskId: 'station', bay: 3 }));
    const after = await read({ rentalId, kioskId: 'station' });

    expect(after).toEqual(await read({ rentalId, kioskId: 'harbour' }));
    expect(after.bikes).toMatchObject([{ step: 'returned' }]);
    await expect(read({ rentalId, kioskId: 'old-mill' })).rejects.toMatchObject({ name: 'RentalUnknown' });
  });

  it("does not tell another kiosk's rental from one that is not there", async () => {
    const { read } = await setUp();
    const unknown = '22222222-2222-4222-8222-222222222222';

    const foreign = await read({ rentalId, kioskId: 'station' }).catch((error: Error) => error);
    const absent = await read({ rentalId: unknown, kioskId: 'station' }).catch((error: Error) => error);

    expect(foreign).toMatchObject({ name: 'RentalUnknown' });
    expect(absent).toMatchObject({ name: 'RentalUnknown' });
    expect(String(absent).replace(unknown, rentalId)).toBe(String(foreign));
  });
});
