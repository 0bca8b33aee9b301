import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PageState } from '../../kiosk/web/contract.ts';
import { rentAndTake, screen } from '../../laptop/rider.ts';
import { eventually, openTestCity, type TestCity } from '../scenarios/city.ts';

const running = new Set<ChildProcess>();

/** `node kiosk/main.ts …`, with what it says and how it ends. */
function runKiosk(...args: string[]) {
  const child = spawn(process.execPath, [join(__dirname, '../../kiosk/main.ts'), ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  running.add(child);
  const lines: string[] = [];
  const reader = createInterface({ input: child.stderr });
  reader.on('line', (line) => lines.push(line));
  const ended = Promise.all([once(child, 'exit'), once(reader, 'close')]).then(([[code]]) => {
    running.delete(child);
    return Number(code);
  });
  return { child, lines, ended };
}

afterEach(async () => {
  for (const child of running) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  running.clear();
});

describe('the kiosk’s program, started from a folder that is not as it should be', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kiosk-folder-'));
    const place = { name: 'Old Mill', lat: 42.87, lon: -77.28, city: 'havenbrook', bays: 6 };
    const addresses = { apiEndpoint: 'http://127.0.0.1:9', mqttEndpoint: 'mqtts://127.0.0.1:9' };
    writeFileSync(join(folder, 'kiosk.json'), JSON.stringify({ kioskId: 'old-mill', ...place, ...addresses }));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function failure(...args: string[]): Promise<{ code: number; lines: string[] }> {
    const { lines, ended } = runKiosk(...args);
    return { code: await ended, lines };
  }

  it.each<[string, () => string[], RegExp]>([
    ['there is no folder', () => [join(folder, 'nowhere')], /^There is no folder .*nowhere\. .*provision/],
    ['a key is missing', () => [folder], /device-key\.pem is missing: it holds the private half/],
    ['the port is none', () => [folder, 'eighty'], /^The port must be a number from 0 to 65535, not 'eighty'\.$/],
  ])('says so in one line, and exits with 1, when %s', async (_what, args, line) => {
    const { code, lines } = await failure(...args());

    expect(lines).toEqual([expect.stringMatching(line)]);
    expect(code).toBe(1);
  });

  it.each([
    ['kiosk.json', '{"kioskId": "old-mill"', /kiosk\.json is not usable: .*JSON/],
    ['kiosk.json', '{"kioskId": "Old Mill"}', /kiosk\.json is not usable: kioskId must be a kiosk id/],
    ['device-key.pem', 'no key', /device-key\.pem is not usable: /],
  ])('says so in one line, and exits with 1, when %s holds %s', async (file, text, line) => {
    writeFileSync(join(folder, file), text);

    const { code, lines } = await failure(folder);

    expect(lines).toEqual([expect.stringMatching(line)]);
    expect(code).toBe(1);
  });
});

describe('the kiosk’s program, started from the folder that provisioning wrote', () => {
  let city: TestCity;
  beforeAll(async () => {
    city = await openTestCity();
  });
  afterAll(() => city.dispose());

  /** Ends a kiosk of the city, and moves what it remembers into its folder, so that its facts go on counting. */
  async function moveOut(kioskId: string): Promise<string> {
    await city.kiosk(kioskId).stop();
    const folder = join(city.devices, kioskId);
    const remembered = new DatabaseSync(join(city.devices, '..', 'kiosks', `${kioskId}.sqlite`));
    remembered.exec(`VACUUM INTO '${join(folder, 'kiosk.sqlite')}'`);
    remembered.close();
    return folder;
  }

  it('takes a bike back over its page’s panel, has the city know of it, and ends when it is told to', async () => {
    const from = city.kiosk('harbour-steps');
    from.machine.scan(city.card('Marta'));
    await screen(from, 'howMany');
    const { bikes } = await rentAndTake(from, 1);
    const bikeId = bikes[0]?.bikeId ?? '';
    const { child, lines, ended } = runKiosk(await moveOut('library'), '0');
    const address = await eventually(async () => /at (http:\S+)/.exec(lines.join('\n'))?.[1]);
    const state = async () => (await (await fetch(`${address}state`)).json()) as PageState;
    const online = await eventually(async () => (await state()).online);

    await fetch(`${address}hardware/dock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ bikeId }),
    });
    const receipt = await eventually(async () => (await state()).returning?.receipt);
    const back = await eventually(async () => {
      const bike = await city.bike(bikeId);
      return bike?.['state'] === 'available' && bike;
    });
    child.kill('SIGTERM');

    expect(await ended).toBe(0);
    expect(online).toBe(true);
    expect(back).toMatchObject({ kioskId: 'library', bay: 1 });
    expect(receipt).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it('says in one line that its port is taken', async () => {
    const folder = await moveOut('old-mill');
    const taken = new URL(city.address).port;

    const { lines, ended } = runKiosk(folder, taken);

    expect(await ended).toBe(1);
    expect(lines).toEqual([`Port ${taken} is taken. Name another one: node kiosk/main.ts FOLDER PORT`]);
  });

  it('says in one line that its folder’s memory cannot be read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kiosk-folder-'));
    cpSync(join(city.devices, 'stadium'), folder, { recursive: true });
    writeFileSync(join(folder, 'kiosk.sqlite'), 'this is no database, and far from one');

    const { lines, ended } = runKiosk(folder, '0');

    expect(await ended).toBe(1);
    expect(lines).toEqual([expect.stringMatching(/kiosk\.sqlite is not usable: /)]);
    rmSync(folder, { recursive: true });
  });
});
