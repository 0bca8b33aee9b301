import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PAGES } from '../../scripts/output.ts';
import { LICENCE } from '../kiosk/support/people.ts';
import { type Rig, rig } from '../kiosk/support/rig.ts';

/** One kiosk before a city that answers as a test wants it to, and where its page is. */
export interface LoneKiosk extends Rig {
  address: string;
  close(): Promise<void>;
}

export async function loneKiosk(options: Parameters<typeof rig>[0] = {}): Promise<LoneKiosk> {
  const here = await rig({ assets: join(PAGES, 'kiosk'), cards: [{ label: 'Marta', raw: LICENCE }], ...options });
  const server = createServer(here.kiosk.web);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(here, {
    address: `http://127.0.0.1:${port}/kiosks/k1`,
    async close() {
      await here.kiosk.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
