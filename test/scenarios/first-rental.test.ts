import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RentalView } from '../../functions/orchestration/contract.ts';
import { dock, payAndTake, rentAndTake, screen } from '../../laptop/rider.ts';
import { eventually, openTestCity, type TestCity } from './city.ts';
import { kioskClient } from './kiosk-client.ts';

describe('a resident at a kiosk', () => {
  let city: TestCity;

  beforeAll(async () => {
    city = await openTestCity();
  });
  afterAll(() => city.dispose());

  it('rents a bike with two prompts, sees each step, and brings it back to another kiosk', async () => {
    const here = city.kiosk('harbour-steps');
    const there = city.kiosk('library');

    here.machine.scan(city.card('Marta'));
    const asked = await screen(here, 'howMany');
    const view = await rentAndTake(here, 1);
    // Events come in any order, and the closing words do not wait for the last of them. The view has them all in the end.
    const client = await kioskClient(city, 'harbour-steps');
    const bike = await eventually(async () => {
      const { body } = await client.call('GET', `/v1/rentals/${view.rentalId}`);
      const [first] = RentalView.parse(body).bikes;
      return first && first.steps.length >= 8 && first;
    });
    const riding = await city.bike(bike.bikeId);
    const bay = await dock(there, bike.bikeId);
    const back = await eventually(async () => {
      const found = await city.bike(bike.bikeId);
      return found?.['state'] === 'available' && found;
    });

    expect(asked).toMatchObject({ kind: 'resident', partyLimit: 3, offer: { fare: { freeMinutes: 120 } } });
    expect(view.status).toBe('handedOver');
    expect(bike.steps.map(({ step }) => step)).toEqual([
      'reserved',
      'moving',
      'atHatch',
      'checkedOut',
      'photographed',
      'doorOpen',
      'taken',
      'onTrip',
    ]);
    expect(riding).toMatchObject({ state: 'on_trip' });
    expect(back).toMatchObject({ state: 'available', kioskId: 'library', bay });
  });

  it('leaves an execution that tells the operator the same story', async () => {
    const [rental] = await city.executions('Rental');

    expect(rental).toMatchObject({ status: 'SUCCEEDED', output: { outcome: 'handedOver' } });
  });

  it('takes a family of three through one scan, and three bikes leave one after another', async () => {
    const kiosk = city.kiosk('market-hall');

    kiosk.machine.scan(city.card('Jonas'));
    await screen(kiosk, 'howMany');
    const view = await rentAndTake(kiosk, 3);

    expect(view.status).toBe('handedOver');
    expect(new Set(view.bikes.map(({ bikeId }) => bikeId)).size).toBe(3);
  });

  it('tells the same household at another kiosk that all its bikes are out', async () => {
    const kiosk = city.kiosk('old-mill');

    kiosk.machine.scan(city.card('Lena'));
    const shown = await screen(kiosk, 'refused');

    expect(shown.message).toMatch(/3|three/i);
  });

  it('refuses an expired licence with its date, and moves nothing', async () => {
    const kiosk = city.kiosk('clock-tower');
    const before = kiosk.machine.read();

    kiosk.machine.scan(city.card('Samuel'));
    const shown = await screen(kiosk, 'refused');

    expect(shown.message).toContain('2024-02-29');
    expect(kiosk.machine.read()).toEqual(before);
  });

  it('lets a visitor pay by a tap of a card, which is the answer to the second prompt', async () => {
    const kiosk = city.kiosk('station-east');

    kiosk.machine.scan(city.card('Greta'));
    const asked = await screen(kiosk, 'howMany');
    const view = await payAndTake(kiosk, 1);

    expect(asked).toMatchObject({ kind: 'visitor', offer: { fare: { unlockFee: 100, perMinute: 15 } } });
    expect(view.status).toBe('handedOver');
  });
});

describe('an empty kiosk', () => {
  let city: TestCity;

  beforeAll(async () => {
    city = await openTestCity();
  });
  afterAll(() => city.dispose());

  it('says so at once, and names the nearest bikes', async () => {
    const kiosk = city.kiosk('rope-walk');
    // A kiosk of which nothing was heard yet rents nothing, and so has none.
    await eventually(async () => kiosk.state().nearby[0]?.bikes === 6);

    kiosk.machine.scan(city.card('Priya'));
    const { screen: shown, nearby } = kiosk.state();

    expect(shown).toMatchObject({ name: 'refused', showNearby: true });
    expect(nearby[0]).toMatchObject({ kioskId: 'harbour-steps', bikes: 6 });
  });
});
