import { describe, expect, it } from '@jest/globals';
import { receiptWords, rideWords } from '../../../kiosk/returns/ride-words.ts';
import { FARE, line, receipt, view } from './receipts.ts';

describe('what a rider is told of the price', () => {
  it.each([
    [
      'a resident within the free minutes',
      receipt({
        kind: 'resident',
        lines: [line({ minutes: 42, freeMinutes: 42 })],
        fare: { ...FARE, freeMinutes: 120 },
      }),
      ['Free: 42 of your 120 free minutes.'],
    ],
    [
      'a resident, from a city that tells no fare',
      receipt({ kind: 'resident', lines: [line({ minutes: 1, freeMinutes: 1 })] }),
      ['Free: you pay nothing for 1 minute.'],
    ],
    [
      'a household’s bikes, each with free minutes of its own',
      receipt({
        kind: 'resident',
        lines: [line({ minutes: 70, freeMinutes: 70 }), line({ slot: 2, minutes: 80, freeMinutes: 80 })],
        fare: { ...FARE, freeMinutes: 120 },
      }),
      ['Free: you pay nothing for 150 minutes.'],
    ],
    [
      'a resident beyond them',
      receipt({ kind: 'resident', lines: [line({ minutes: 144, freeMinutes: 120 })], total: 240, outstanding: 240 }),
      ['$2.40 for 144 minutes.', 'The city bills it, and no card is charged.'],
    ],
    [
      'a visitor',
      receipt({ lines: [line({ minutes: 21 })], total: 415, authorized: 3600, captured: 415 }),
      ['$4.15 for 21 minutes.', '$31.85 of the $36.00 held is given back.'],
    ],
    [
      'a visitor with two bikes, of which a third did not come',
      receipt({
        lines: [line({ minutes: 21 }), line({ slot: 2, minutes: 22 })],
        notHandedOver: [{ slot: 3, reason: 'HardwareFault' }],
        total: 845,
        authorized: 5400,
        captured: 845,
      }),
      [
        '$8.45 for 43 minutes on 2 bikes.',
        '$45.55 of the $54.00 held is given back.',
        '1 bike could not be handed over, and cost nothing.',
      ],
    ],
    [
      'a visitor whose bike is missing, for more than was held',
      receipt({
        lines: [line({ minutes: 2880, isMissing: true })],
        total: 3600,
        authorized: 1800,
        captured: 1800,
        outstanding: 1800,
      }),
      [
        '$36.00 for 2880 minutes.',
        'That is all that was held on your card.',
        '$18.00 is above what was held: the city bills it, and your card is not charged for it.',
        '1 bike never came back, as far as we know. The ride ended when we stopped waiting.',
      ],
    ],
    [
      'a visitor who found a kiosk full, and was paid back',
      receipt({ lines: [line({ graceMinutes: 15 })], total: 100, authorized: 1800, captured: 100, refunded: 100 }),
      [
        '$1.00 for 21 minutes.',
        '$17.00 of the $18.00 held is given back.',
        '$1.00 was paid back to your card.',
        '15 minutes were free, since a kiosk had no place for you.',
      ],
    ],
  ])('is honest to %s', (_who, given, told) => {
    const { price, notes } = receiptWords(given);

    expect([price, ...notes]).toEqual(told);
  });

  it('waits for the price, while bikes are out and after', () => {
    const waiting = [
      view(['returned', 'onTrip']),
      view(['returned', 'overdue', 'taken']),
      view(['returned', 'released']),
    ];

    expect(waiting.map((one) => rideWords(one).price)).toEqual([
      '1 bike still out.',
      '2 bikes still out.',
      'Your ride is over.',
    ]);
  });
});
