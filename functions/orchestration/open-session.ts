import { type Clock, systemClock } from '../../seams/clock.ts';
import { type Random, systemRandom, uuid } from '../../seams/random.ts';
import { readEnv } from '../shared/env.ts';
import { documentClient } from '../shared/table.ts';
import { workflowHandler } from '../shared/workflow-handler.ts';
import { type AdmissionWorkflow, admissionWorkflow } from './admission.ts';
import { type OpenedSession, OpenSession } from './contract.ts';
import { orchestrationEnv } from './env.ts';
import { promptEnd, toldToKiosk } from './session.ts';
import { dynamoSessions, type SessionStore } from './session-store.ts';

interface Dependencies {
  admission: AdmissionWorkflow;
  sessions: SessionStore;
  clock: Clock;
  random: Random;
}

/**
 * Answers the first prompt: has the sealed credential checked, and keeps it with the answer for the five minutes
 * that the rider has for the second.
 *
 * @throws whatever admission refuses the rider for, under its own name
 */
export function openSession({ admission, sessions, clock, random }: Dependencies) {
  return async ({ kioskId, credential }: OpenSession): Promise<OpenedSession> => {
    const sessionId = uuid(random);
    const admitted = await admission.run(sessionId, { credential, kioskId, sessionId });
    const session = { sessionId, kioskId, credential, ...admitted, expiresAt: promptEnd(clock.now()) };
    await sessions.open(session);
    return toldToKiosk(session);
  };
}

export const handler = workflowHandler({
  command: OpenSession,
  bind: () => {
    const { sessionsTable, admissionArn } = orchestrationEnv;
    const env = readEnv({ sessionsTable, admissionArn });
    return openSession({
      admission: admissionWorkflow(env.admissionArn),
      sessions: dynamoSessions(documentClient(), env.sessionsTable),
      clock: systemClock,
      random: systemRandom,
    });
  },
});
