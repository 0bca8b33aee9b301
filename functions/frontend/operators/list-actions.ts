import { ListActions } from '../../operations/action-contract.ts';
import { readEnv } from '../../shared/env.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { RequestInvalid } from '../../shared/problem.ts';
import { frontendActionsEnv } from '../env.ts';
import { callingOperator } from '../request.ts';
import { type ActionList, lambdaActionList } from './operators-desk.ts';

/** `GET /v1/operators/actions`: what operators did by hand in `?month=`, or in this one; `?cursor=` goes on with it. */
export function listActions({ actions }: { actions: ActionList }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    callingOperator(request);
    const { month, cursor } = request.query;
    const asked = ListActions.safeParse({
      ...(month === undefined ? {} : { month }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    if (!asked.success) throw new RequestInvalid([{ pointer: '?month', detail: 'must be a month, as 2026-06' }]);
    return { status: 200, body: await actions.listActions(asked.data) };
  };
}

export const handler = httpHandler({
  bind: () => listActions({ actions: lambdaActionList(readEnv(frontendActionsEnv)) }),
});
