import { LookUpNearest } from '../../bikes/stations-contract.ts';
import { readEnv } from '../../shared/env.ts';
import { KioskId } from '../../shared/fields.ts';
import { type HttpAnswer, type HttpRequest, httpHandler } from '../../shared/http-handler.ts';
import { RequestInvalid } from '../../shared/problem.ts';
import { frontendAllowances, KIOSK_ALLOWANCES, within } from '../allowance.ts';
import { frontendStationsEnv } from '../env.ts';
import { StationUnknown } from '../errors.ts';
import { callingKiosk } from '../request.ts';
import { lambdaStations, type Stations } from './stations.ts';

/** @throws StationUnknown, RequestInvalid */
function asked({ parameters, query }: HttpRequest): LookUpNearest {
  const kioskId = KioskId.safeParse(parameters['kioskId']).data;
  if (!kioskId) throw new StationUnknown('There is no such station.');
  const count = query['count'] === undefined ? undefined : Number(query['count']);
  const command = LookUpNearest.safeParse({ kioskId, want: query['want'], ...(count === undefined ? {} : { count }) });
  if (command.success) return command.data;
  const faults = command.error.issues.map(({ path, message }) => ({ pointer: `?${path.join('/')}`, detail: message }));
  throw new RequestInvalid(faults);
}

/** `GET /v1/stations/{kioskId}/nearest?want=bikes|docks&count=n`: where around a kiosk there are bikes or docks now. */
export function findNearest(deps: { stations: Pick<Stations, 'lookUpNearest'> }) {
  return async (request: HttpRequest): Promise<HttpAnswer> => {
    callingKiosk(request);
    const found = await deps.stations.lookUpNearest(asked(request));
    return { status: 200, headers: { 'cache-control': 'no-store' }, body: found };
  };
}

export const handler = httpHandler({
  bind: () =>
    within(
      KIOSK_ALLOWANCES.nearest,
      frontendAllowances(),
      findNearest({ stations: lambdaStations(readEnv(frontendStationsEnv)) }),
    ),
});
