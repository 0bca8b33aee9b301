import type { GuessingNoticed } from '../identity/contract.ts';
import type { News } from './case.ts';

const HOW_OFTEN: Record<GuessingNoticed['limit'], string> = {
  rush: 'faster than riders can scan them',
  day: 'more in a day than riders make',
};

/** One case a kiosk: each new quarter of an hour of it is news, and opens a case that was closed. */
export function guessingNews({ kioskId, at, limit }: GuessingNoticed): News {
  return {
    caseId: `guessing/${kioskId}`,
    kind: 'guessingNoticed',
    owner: 'operations',
    summary: `The kiosk ${kioskId} asks for IDs to be checked ${HOW_OFTEN[limit]}: somebody may be guessing numbers.`,
    remedy: 'See who is at the kiosk. If nobody is, replace its device key; close the case once it is quiet.',
    turn: Date.parse(at),
    isOver: false,
    did: `heard that ${kioskId} was turned away at ${at}`,
  };
}
