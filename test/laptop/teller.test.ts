import { describe, expect, it } from '@jest/globals';
import type { RentalView } from '../../functions/orchestration/contract.ts';
import { consoleTeller, jsonTeller } from '../../laptop/teller.ts';

const view: RentalView = {
  rentalId: '00000000-0000-4000-8000-000000000001',
  kioskId: 'library',
  status: 'handedOver',
  bikesAsked: 1,
  requestedAt: '2026-05-04T10:00:00.000Z',
  bikes: [
    {
      slot: 1,
      bikeId: 'bike-7',
      bay: 3,
      step: 'taken',
      steps: [
        { step: 'reserved', at: '2026-05-04T10:00:00.100Z' },
        { step: 'taken', at: '2026-05-04T10:00:12.000Z' },
      ],
    },
  ],
  revision: 3,
};

describe('the story of a day', () => {
  it('tells people a rental as a timeline in seconds since it was requested', () => {
    const lines: string[] = [];

    consoleTeller((line) => lines.push(line)).rental('One bike', view);

    expect(lines).toContain('     0.1 s  bike-7 is reserved');
    expect(lines).toContain('    12.0 s  bike-7 is taken');
  });

  it('tells machines one JSON object a line', () => {
    const lines: string[] = [];
    const teller = jsonTeller((line) => lines.push(line));

    teller.chapter('One bike');
    teller.rental('One bike', view);
    teller.end();

    expect(lines.map((line) => JSON.parse(line).type)).toEqual(['chapter', 'rental', 'end']);
    expect(JSON.parse(lines[1] ?? '').view).toEqual(view);
  });
});
