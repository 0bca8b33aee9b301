import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { frontendMovesEnv } from '../env.ts';
import { callingMechanic } from '../request.ts';
import { lambdaMoves, type Moves } from './moves.ts';

/** Shards that are asked about at a time: 2,000 kiosks are a hundred of twenty each, and each costs forty reads. */
const AT_ONCE = 10;

/** What stands at every kiosk, asked for in the shards into which orchestration parts them. */
async function everyStation(moves: Moves) {
  const { shards } = await moves.exportKiosks({});
  const stations = [];
  for (let start = 0; start < shards.length; start += AT_ONCE) {
    const part = shards.slice(start, start + AT_ONCE).map((shard) => moves.countStations(shard));
    stations.push(...(await Promise.all(part)).flatMap((one) => one.stations));
  }
  return stations;
}

/**
 * `GET /v1/mechanics/moves`: what the van should move next, from where to where, how many and by when. No service looks
 * into another: what stands at the kiosks is collected here, and rebalancing says what to make of it.
 */
export function listMoves(deps: { moves: Moves }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    callingMechanic(request);
    const listed = await deps.moves.listMoves({ stations: await everyStation(deps.moves) });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: listed };
  };
}

export const handler = httpHandler({
  bind: () => listMoves({ moves: lambdaMoves(readEnv(frontendMovesEnv)) }),
});
