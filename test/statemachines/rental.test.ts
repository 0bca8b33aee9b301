import { describe, expect, it } from '@jest/globals';
import { type Definition, definitionText } from './definition.ts';
import { unvisited } from './edges.ts';
import { works } from './rehearsal.ts';
import { tellOfEndings } from './rental/endings.ts';
import { tellOfHandOvers } from './rental/hand-overs.ts';
import { tellOfRefusals } from './rental/refusals.ts';
import { tellOfTroubles } from './rental/troubles.ts';
import { bike, handedOver, refusedFor, rent, TAKEN_AT, went } from './rented.ts';

const definition = JSON.parse(definitionText('rental')) as Definition;

describe('a rental in which all goes well', () => {
  it('vouches for, fetches, photographs and hands over each bike in turn', async () => {
    const { status, result, calls } = await rent({}, { bikes: 3 });

    expect(status).toBe('SUCCEEDED');
    expect(result).toEqual({ outcome: 'handedOver', bikes: [handedOver(1), handedOver(2), handedOver(3)] });
    expect(calls.get('VouchForRider')?.map(({ slot }) => slot)).toEqual([1, 2, 3]);
    expect(calls.get('MoveBike')?.at(-1)).toMatchObject({ bikeToken: 'd.e.f', ...bike(3), attempt: 1 });
    expect(calls.get('StartTrip')?.[0]).toEqual({
      rentalToken: 'a.b.c',
      slot: 1,
      bikeId: 'bike-1',
      takenAt: TAKEN_AT,
    });
  });

  it('holds the money before anything moves, once for all bikes', async () => {
    const { calls } = await rent({}, { bikes: 3 });

    expect([...calls.keys()].slice(0, 4)).toEqual(['ReserveBikes', 'AuthorizePayment', 'VouchForRider', 'MoveBike']);
    expect(calls.get('AuthorizePayment')).toEqual([
      { rentalToken: 'a.b.c', kind: 'visitor', bikes: 3, paymentMethod: 'pm_card_visa' },
    ]);
  });

  it('waits for as long as the kiosk reports that it is at work', async () => {
    const { result } = await rent({ MoveBike: [works], OpenUntilTaken: [works] });

    expect(result).toEqual(refusedFor('States.Timeout'));
  });
});

tellOfRefusals();
tellOfHandOvers();
tellOfTroubles();
tellOfEndings();

describe('the rehearsals of a rental', () => {
  it('have been in every state and on every edge by now', () => {
    expect(unvisited(definition, went)).toEqual([]);
  });

  it.each([
    'Open until taken ! BikeNotTaken → Undo this bike',
    'What is left to do? → Nothing was handed over',
    'Move the bike ! BikeMisplaced → Swap the bike',
  ])('would miss an edge that none of them has gone along: %s', (edge) => {
    const missed = unvisited(
      definition,
      went.filter((one) => one !== edge),
    );

    expect(missed).toEqual([edge]);
  });
});
