import type { Admission, OpenedSession } from './contract.ts';

/** What a rider has between two prompts: who they are, what they were offered, and the sealed credential. */
export interface Session extends Admission {
  sessionId: string;
  kioskId: string;
  credential: string;
  /** Seconds since the epoch, as DynamoDB's time to live wants it. */
  expiresAt: number;
}

/** How long a rider may take to answer the second prompt. */
const PROMPT_SECONDS = 5 * 60;
/**
 * How long each bike of a rental keeps its session alive. Bikes are handed over one at a time, and the rider is
 * vouched for before each attempt: two minutes to fetch a bike, two more where the machine jams and tries again, half
 * a minute for its photo, three until it was taken, and two and a half for the calls in between.
 * The session is deleted when the rental ends, which is sooner.
 */
const HAND_OVER_SECONDS = 10 * 60;

const seconds = (ms: number) => Math.floor(ms / 1000);

/** The end of a session that is opened now. */
export const promptEnd = (nowMs: number) => seconds(nowMs) + PROMPT_SECONDS;

/** The end of a session for which a rental is started now. */
export const handOverEnd = (nowMs: number, bikes: number) => seconds(nowMs) + bikes * HAND_OVER_SECONDS;

/** DynamoDB may take days to delete what has expired: readers look for themselves. */
export const isOver = (session: Session, nowMs: number) => session.expiresAt * 1000 <= nowMs;

/** What the kiosk learns of a session. The rider's references stay inside. */
export function toldToKiosk({ sessionId, expiresAt, rider, offer }: Session): OpenedSession {
  return {
    sessionId,
    expiresAt: new Date(expiresAt * 1000).toISOString(),
    rider: { kind: rider.kind, partyLimit: rider.partyLimit, ...(rider.note && { note: rider.note }) },
    offer,
  };
}
