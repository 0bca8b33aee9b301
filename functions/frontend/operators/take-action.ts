import type { NoteAction } from '../../operations/action-contract.ts';
import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { problemOf } from '../../shared/problem.ts';
import { ActionRequest } from '../action-contract.ts';
import { frontendDeskEnv } from '../env.ts';
import { callingOperator, jsonBody } from '../request.ts';
import { lambdaDesk, type OperatorsDesk } from './operators-desk.ts';

/** Has the service do it whose it is. Each knows the request by its id: asked again, it does nothing more. */
function perform(desk: OperatorsDesk, { requestId, reason, ...action }: ActionRequest, operator: string) {
  const made = { changeId: requestId, by: `operator/${operator}`, reason };
  switch (action.kind) {
    case 'quarantineBike': {
      const to = action.isQuarantined ? 'non_operational' : 'available';
      return desk.changeBike({ ...made, bikeId: action.bikeId, event: 'maintenance', to });
    }
    case 'quarantineBay':
      return desk.quarantineBay({ ...made, ...action });
    case 'endRide':
      return desk.endRide({ ...made, ...action });
    case 'correctBike':
      return desk.correctBike({ ...made, ...action });
    case 'refund':
      return desk.refundPayment({ requestId, reason, operator, rentalId: action.rentalId, amount: action.amount });
  }
}

/** What came of an action that failed; undefined where that is not known, since it may have been made. */
function failure(fault: unknown): { outcome: 'refused'; error: string } | undefined {
  return problemOf(fault).status < 500 ? { outcome: 'refused', error: (fault as Error).name } : undefined;
}

/**
 * `POST /v1/operators/actions`: does something by hand, in the name of whoever is signed in. That it is asked for is
 * written down before anything is done, so that nothing is done of which nobody could read; and what came of it, after.
 */
export function takeAction({ desk }: { desk: OperatorsDesk }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const operator = callingOperator(request);
    const action = jsonBody(request, ActionRequest);
    const { requestId, reason, kind, ...details } = action;
    const note = (came: Pick<NoteAction, 'outcome' | 'error'>) =>
      desk.noteAction({ requestId, kind, operator, reason, details, ...came });
    const asked = await note({ outcome: 'asked' });
    if (asked.outcome === 'made') return { status: 200, body: asked };
    try {
      await perform(desk, action, operator);
    } catch (fault) {
      const came = failure(fault);
      if (came) await note(came);
      throw fault;
    }
    return { status: 200, body: await note({ outcome: 'made' }) };
  };
}

export const handler = httpHandler({
  bind: () => takeAction({ desk: lambdaDesk(readEnv(frontendDeskEnv)) }),
});
