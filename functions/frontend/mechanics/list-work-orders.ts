import { readEnv } from '../../shared/env.ts';
import { KioskId } from '../../shared/fields.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { RequestInvalid } from '../../shared/problem.ts';
import { frontendWorkshopEnv } from '../env.ts';
import { callingInspector } from '../request.ts';
import { type WorkOrders, workOrderLists } from './work-orders.ts';

function kioskAsked({ query: { from } }: HttpRequest): string | undefined {
  if (from === undefined) return undefined;
  const { data } = KioskId.safeParse(from);
  if (!data) throw new RequestInvalid([{ pointer: '?from', detail: 'must be a kiosk id' }]);
  return data;
}

/**
 * `GET /v1/mechanics/work-orders`: the bikes to see to, in the order in which to walk to them, from the kiosk in
 * `?from=` on where one is named. Operators see it too, since they may inspect.
 */
export function listWorkOrders(deps: { workOrders: Pick<WorkOrders, 'listWorkOrders'> }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    const { sub: mechanic } = callingInspector(request);
    const from = kioskAsked(request);
    const listed = await deps.workOrders.listWorkOrders({ mechanic, ...(from === undefined ? {} : { from }) });
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: listed };
  };
}

export const handler = httpHandler({
  bind: () =>
    listWorkOrders({
      workOrders: workOrderLists(readEnv({ listWorkOrders: frontendWorkshopEnv.listWorkOrders }).listWorkOrders),
    }),
});
