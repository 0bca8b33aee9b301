import type { Between } from '../between.ts';
import type { World } from './world.ts';

/** A kiosk gives a request up after ten seconds; what is slow takes up to this long each way, in milliseconds. */
const SLOW_MS = 8_000;
const USUAL_MS = 60;
/** So much later a packet comes again, in milliseconds. */
const AGAIN_MS = 5_000;

const down = () => new Error('The connection was reset.');

/** What may become of a kiosk's request to the city. */
export function faultyRequests({ profile, dice, wait, note, strike }: World): Between['http'] {
  const chance = dice('requests');
  return async (kioskId, request, answer) => {
    const { failed, lost, slow } = profile().requests;
    const what = `${kioskId}: ${request.method} ${request.path}`;
    const most = chance.happens(slow) ? SLOW_MS : USUAL_MS;
    if (most === SLOW_MS) strike('requests.slow');
    await wait(chance.between(0, most));
    if (chance.happens(failed)) {
      strike('requests.failed', `${what} never arrives`);
      throw down();
    }
    const response = await answer();
    const isLost = chance.happens(lost);
    await wait(chance.between(0, most));
    note(`${what}: ${response.status}${isLost ? ', and the answer is lost' : ''}`, request.body.toString());
    if (!isLost) return response;
    strike('requests.lost');
    throw down();
  };
}

/** What may become of a packet: it takes its time, and QoS 1 may bring it twice. A lane keeps its order, as TCP does. */
export function faultyPackets({ profile, dice, clock, strike }: World): Between['carry'] {
  const chance = dice('packets');
  const lanes = new Map<string, number>();
  return ({ clientId, to, kind }, arrive) => {
    const lane = `${clientId} ${to}`;
    const at = Math.max(lanes.get(lane) ?? 0, clock.now() + chance.between(0, USUAL_MS));
    lanes.set(lane, at);
    clock.after(at - clock.now(), arrive);
    const isTwice = (kind === 'publish' || kind === 'message') && chance.happens(profile().packets.twice);
    if (!isTwice) return;
    strike('packets.twice');
    clock.after(at - clock.now() + chance.between(0, AGAIN_MS), arrive);
  };
}
