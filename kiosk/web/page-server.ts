import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import { BikePart, DamageSeverity } from '../../functions/bikes/contract.ts';
import { BikeId, KioskId } from '../../functions/shared/fields.ts';
import type { KioskConfig } from '../config.ts';
import type { Driver } from '../hardware/driver.ts';
import type { SimulatedMachine } from '../hardware/simulated/machine.ts';
import type { Kiosk } from '../kiosk.ts';
import { NotNow } from '../rider/rider.ts';
import { ScanUnreadable } from '../scan/scan-unreadable.ts';
import type { SampleCard } from './contract.ts';
import { eventStreams } from './events.ts';
import { refuseStrangers } from './guard.ts';
import { hardwareRoutes } from './hardware-panel.ts';
import { sendFile } from './page-files.ts';
import { protect } from './page-headers.ts';
import { PICTURES, sendPicture } from './pictures.ts';
import { PageProblem, sendJson, sendProblem } from './problem.ts';
import { readBody, Scan } from './read-body.ts';
import { RECEIPTS, sendReceipt } from './receipts.ts';
import type { Route } from './route.ts';
import { isSimulated } from './simulation-view.ts';

export interface PageServerParts
  extends Pick<
    Kiosk,
    'scan' | 'rent' | 'choose' | 'hold' | 'cancel' | 'reportDamage' | 'picture' | 'receipt' | 'state' | 'onChange'
  > {
  config: KioskConfig;
  driver: Driver | SimulatedMachine;
  cards: SampleCard[];
  assets: string | undefined;
}

const Damage = z.strictObject({
  bikeId: BikeId,
  part: z.optional(BikePart),
  severity: z.optional(DamageSeverity),
  withPhoto: z.optional(z.boolean()),
});
const Elsewhere = z.strictObject({ kioskId: KioskId });
const HowMany = z.strictObject({ bikes: z.int().check(z.minimum(1, 'must be at least 1'), z.maximum(20)) });

/** The kiosk's page and what it asks for. */
export function pageServer(parts: PageServerParts) {
  const { kioskId } = parts.config;
  const streams = eventStreams(parts.state, parts.onChange);
  const routes: Record<string, Route> = {
    'POST scan': async (request) => parts.scan((await readBody(request, Scan)).raw),
    'POST rental': async (request) => ({ rentalId: parts.rent((await readBody(request, HowMany)).bikes) }),
    'POST choice': async (request) => parts.choose((await readBody(request, HowMany)).bikes),
    'POST hold': async (request) => parts.hold((await readBody(request, Elsewhere)).kioskId),
    'POST cancel': parts.cancel,
    'POST damage': async (request) => {
      const { bikeId, ...said } = await readBody(request, Damage);
      parts.reportDamage(bikeId, said);
    },
    'GET state': parts.state,
    ...(isSimulated(parts.driver) ? hardwareRoutes(parts.driver, parts.cards, parts.state) : {}),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    refuseStrangers(request);
    const path = pathWithin(kioskId, request.url ?? '/');
    if (path === undefined) return redirect(response, `/kiosks/${kioskId}/`);
    const { method = 'GET' } = request;
    if (method === 'GET' && path === 'events') return streams.open(response);
    if (method === 'GET' && path.startsWith(PICTURES)) return sendPicture(parts.picture, path, response);
    if (method === 'GET' && path.startsWith(RECEIPTS)) return sendReceipt(parts.receipt, request, path, response);
    const route = routes[`${method} ${path}`];
    if (route) {
      const result = await route(request);
      return sendJson(response, method === 'GET' ? 200 : 202, result ?? {});
    }
    if (Object.keys(routes).some((known) => known.endsWith(` ${path}`)))
      throw new PageProblem(405, 'method-not-allowed', `${method} does nothing here.`);
    if (method !== 'GET' || parts.assets === undefined)
      throw new PageProblem(404, 'not-found', 'There is nothing at this address.');
    await sendFile(parts.assets, path, response);
  }

  return {
    handle: (request: IncomingMessage, response: ServerResponse): void => {
      protect(response);
      answer(request, response).catch((error: unknown) => {
        if (response.headersSent) response.destroy();
        else sendProblem(response, problemOf(error));
      });
    },
    close: streams.close,
  };
}

/** The path below the kiosk's own, without the query; undefined where only the closing slash is missing. */
function pathWithin(kioskId: string, url: string): string | undefined {
  const [path = ''] = url.split('?');
  const prefix = `/kiosks/${kioskId}`;
  if (path === prefix) return undefined;
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) : path.replace(/^\//, '');
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(308, { location, 'cache-control': 'no-store' });
  response.end();
}

function problemOf(error: unknown): PageProblem {
  if (error instanceof PageProblem) return error;
  if (error instanceof NotNow) return new PageProblem(409, 'not-now', error.message);
  if (error instanceof ScanUnreadable) return new PageProblem(422, 'scan-unreadable', error.message);
  return new PageProblem(500, 'internal-fault', 'The kiosk has a fault.');
}
