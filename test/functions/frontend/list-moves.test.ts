import { describe, expect, it } from '@jest/globals';
import { listMoves } from '../../../functions/frontend/mechanics/list-moves.ts';
import type { ListMoves } from '../../../functions/rebalancing/contract.ts';
import type { HttpRequest } from '../../../functions/shared/http-handler.ts';

const request = (person: HttpRequest['person']): HttpRequest => ({
  ...{ headers: {}, parameters: {}, query: {}, body: '', kioskId: undefined },
  person,
});
const station = (kioskId: string) => ({ kioskId, name: kioskId, position: { lat: 1, lon: 2 }, bays: 4, standing: {} });

/** Three services of a city with 25 shards of kiosks, and how many shards were asked about at once at the most. */
function city() {
  const asked: ListMoves[] = [];
  let open = 0;
  let most = 0;
  const moves = {
    exportKiosks: async () => ({ shards: Array.from({ length: 25 }, (_, index) => ({ kioskIds: [`k${index}`] })) }),
    countStations: async ({ kioskIds }: { kioskIds: string[] }) => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
      return { stations: kioskIds.map(station) };
    },
    listMoves: async (command: ListMoves) => {
      asked.push(command);
      return { asOf: '2026-05-04T09:00:00.000Z', moves: [] };
    },
  };
  return { list: listMoves({ moves }), asked, most: () => most };
}

describe('the list of moves over HTTP', () => {
  it('is made of what stands at every kiosk, asked for some at a time', async () => {
    const { list, asked, most } = city();

    const answer = await list(request({ sub: 'mika', groups: ['mechanics'] }));

    expect(answer).toMatchObject({ status: 200, body: { moves: [] } });
    expect(asked[0]?.stations.map(({ kioskId }) => kioskId)).toEqual(Array.from({ length: 25 }, (_, i) => `k${i}`));
    expect(most()).toBe(10);
  });

  it.each([
    ['an operator', { sub: 'olga', groups: ['operators'] }, 'RoleMissing'],
    ['nobody', undefined, 'PersonUnidentified'],
  ])('is not for %s', async (_, person, name) => {
    const { list, asked } = city();

    await expect(list(request(person))).rejects.toMatchObject({ name });
    expect(asked).toEqual([]);
  });
});
