import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SANDBOX_CARDS } from '../../../functions/payments/contract.ts';
import type { PageState } from '../../../kiosk/web/contract.ts';
import { PAGE_HEADERS } from '../../../kiosk/web/page-headers.ts';
import { RENTAL, receipt, view } from '../returns/receipts.ts';
import { LICENCE } from '../support/people.ts';
import { type Rig, rig } from '../support/rig.ts';

describe('the page’s server', () => {
  let here: Rig;
  let server: Server;
  let base: string;
  let assets: string;

  beforeEach(async () => {
    assets = mkdtempSync(join(tmpdir(), 'kiosk-page-'));
    mkdirSync(join(assets, 'assets'));
    writeFileSync(join(assets, 'index.html'), '<h1>Kiosk</h1>');
    writeFileSync(join(assets, 'assets', 'index-abc.js'), 'page()');
    here = await rig({ assets, cards: [{ label: 'Marta', raw: LICENCE }] });
    server = createServer(here.kiosk.web);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/kiosks/k1`;
  });
  afterEach(async () => {
    await here.kiosk.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(assets, { recursive: true });
  });

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${base}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  it('serves the page below the kiosk’s path and at the root, with assets that may be kept', async () => {
    const [below, root, asset] = await Promise.all([
      fetch(`${base}/`),
      fetch(new URL('/', base)),
      fetch(`${base}/assets/index-abc.js`),
    ]);

    expect([await below.text(), await root.text()]).toEqual(['<h1>Kiosk</h1>', '<h1>Kiosk</h1>']);
    expect(asset.headers.get('content-type')).toMatch('javascript');
    expect(asset.headers.get('cache-control')).toMatch('immutable');
  });

  it('says of everything what a page may do, and that it is of the type that it states', async () => {
    const paths = ['', 'assets/index-abc.js', 'state', 'events', 'nothing.html', 'scan'];
    const stop = new AbortController();

    const answers = await Promise.all(paths.map((path) => fetch(`${base}/${path}`, { signal: stop.signal })));

    for (const { headers } of answers) expect(Object.fromEntries(headers)).toMatchObject(PAGE_HEADERS);
    for (const { headers } of answers) expect(headers.get('cache-control')).not.toBeNull();
    stop.abort();
  });

  it('adds the slash that relative addresses need', async () => {
    const answer = await fetch(base, { redirect: 'manual' });

    expect([answer.status, answer.headers.get('location')]).toEqual([308, '/kiosks/k1/']);
  });

  it.each([
    ...['nothing.html', '..%2f..%2fpackage.json', 'assets/../../package.json', '.env', 'assets/', '%00'],
    ...['%2e%2e/%2e%2e/package.json', '..%5cpackage.json', 'assets%2f..%2f..%2fpackage.json', 'index.html%00.js'],
    ...['receipts/..%2f..%2fpackage.json', 'receipts/%00', 'assets/../index.html', '/etc/passwd.html'],
  ])('has nothing at %s', async (path) => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request(`${base}/`, { path: `/kiosks/k1/${path}` }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });

    expect(status).toBe(404);
  });

  it('tells the whole state on connecting, and after each change', async () => {
    const answer = await fetch(`${base}/events`);
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    const read = async (): Promise<PageState> =>
      JSON.parse(((await reader?.read())?.value ?? '').split('\n')[0]?.slice(6) ?? '');

    const first = await read();
    await post('scan', { raw: LICENCE });
    const second = await read();
    await reader?.cancel();

    expect(first).toMatchObject({
      kiosk: { kioskId: 'k1', name: 'Harbour Steps' },
      online: true,
      screen: { name: 'idle' },
    });
    expect(second.screen).toEqual({ name: 'checking' });
  });

  it('takes a rider through both prompts', async () => {
    const scanned = await post('scan', { raw: LICENCE });
    await here.until('the second prompt', () => here.kiosk.state().screen.name === 'howMany');
    const rented = await post('rental', { bikes: 1 });

    expect([scanned.status, rented.status]).toEqual([202, 202]);
    expect(await rented.json()).toEqual({ rentalId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  });

  it('takes a visitor through both prompts by the hands alone', async () => {
    here.cloud.control.kind = 'visitor';

    const scanned = await post('hardware/scan', { raw: LICENCE });
    await here.until('the second prompt', () => here.kiosk.state().screen.name === 'howMany');
    const chosen = await post('choice', { bikes: 2 });
    const shown = here.kiosk.state().screen;
    const tapped = await post('hardware/tap', {});

    expect([scanned.status, chosen.status, tapped.status]).toEqual([202, 202, 202]);
    expect(shown).toMatchObject({ name: 'howMany', chosen: 2 });
    expect(here.kiosk.state().screen).toMatchObject({ name: 'renting', bikes: 2 });
  });

  it('taps the card that is named, and one that works where none is', async () => {
    const tapped: string[] = [];
    here.machine.listen((event) => event.type === 'cardTapped' && tapped.push(event.reference));

    for (const body of [{}, { card: 'declined' }, { card: 'timesOut' }]) await post('hardware/tap', body);

    expect(tapped).toEqual([SANDBOX_CARDS.good, SANDBOX_CARDS.declined, SANDBOX_CARDS.timesOut]);
  });

  it('takes a report of damage in two taps', async () => {
    await post('hardware/dock', { bikeId: 'bike-7' });
    await here.until('it is docked', () => here.kiosk.state().returning?.phase === 'docked');

    const first = await post('damage', { bikeId: 'bike-7' });
    const second = await post('damage', { bikeId: 'bike-7', part: 'brakes' });
    await here.until('the report has arrived', () => here.cloud.reports.length === 1);

    expect([first.status, second.status]).toEqual([202, 202]);
    expect(here.kiosk.state().returning).toMatchObject({ damage: 'brakes' });
  });

  it('shows a rider the picture that they may send along, and no other', async () => {
    await post('hardware/dock', { bikeId: 'bike-7' });
    await here.until('it is docked', () => here.kiosk.state().returning?.phase === 'docked');

    const [shown, other] = await Promise.all(['bike-7', 'bike-1'].map((bikeId) => fetch(`${base}/pictures/${bikeId}`)));
    const answers = [
      await post('damage', { bikeId: 'bike-7', part: 'chain', severity: 'rideable' }),
      await post('damage', { bikeId: 'bike-7', withPhoto: true }),
    ];

    expect([shown?.status, other?.status]).toEqual([200, 404]);
    expect(shown?.headers.get('content-type')).toBe('image/png');
    expect(shown?.headers.get('cache-control')).toBe('no-store');
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    expect((await fetch(`${base}/pictures/bike-7`)).status).toBe(404);
  });

  it('serves the receipt of a ride that ended here, to read and to keep, and no other', async () => {
    await post('hardware/dock', { bikeId: 'bike-7' });
    await here.until('it is docked', () => here.kiosk.state().returning?.phase === 'docked');
    const told = view(['returned'], {
      payment: { status: 'free', authorized: 0, currency: 'USD', receipt: receipt() },
    });
    for (const bike of told.bikes) bike.steps = [{ step: 'returned', at: here.kiosk.state().returning?.at ?? '' }];
    here.cloud.tell(told, 'k1');
    await here.until('the ride is told of', () => here.kiosk.state().returning?.ride !== undefined);

    const [page, file, strange] = await Promise.all([
      fetch(`${base}/receipts/${RENTAL}`),
      fetch(`${base}/receipts/${RENTAL}?download`),
      fetch(`${base}/receipts/99999999-9999-4999-8999-999999999999`),
    ]);

    expect([page.status, file.status, strange.status]).toEqual([200, 200, 404]);
    expect(page.headers.get('content-disposition')).toBeNull();
    const style = /<style>(.*?)<\/style>/s.exec(await page.clone().text())?.[1] ?? '';
    const named = createHash('sha256').update(style).digest('base64');
    expect(page.headers.get('content-security-policy')).toMatch(`default-src 'none'; style-src 'sha256-${named}';`);
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="freewheel-receipt-11111111.html"');
    expect(await page.text()).toContain('Thank you for riding');
    expect(await strange.json()).toMatchObject({ type: 'urn:freewheel:problem:receipt-unknown' });
  });

  it('has the screen, and not the scanner, tell of a scan that cannot be read', async () => {
    const scanned = await post('hardware/scan', { raw: 'nonsense' });

    expect(scanned.status).toBe(202);
    expect(here.kiosk.state().screen).toMatchObject({ name: 'refused', title: 'Please scan again' });
  });

  it('moves the simulated hands', async () => {
    const docked = await post('hardware/dock', { bikeId: 'bike-7' });
    await here.untilFact('BikeDocked');
    const again = await post('hardware/dock', { bikeId: 'bike-7' });
    const fault = await post('hardware/fault', { fault: 'jam', mode: 'once' });
    const cards = await fetch(`${base}/hardware/cards`);

    expect([docked.status, again.status, fault.status]).toEqual([202, 409, 202]);
    expect(here.kiosk.state().simulation?.faults['jam']).toBe('once');
    expect(await cards.json()).toEqual([{ label: 'Marta', raw: LICENCE }]);
  });

  it.each<[string, string, unknown, number, string]>([
    ['an unreadable scan', 'scan', { raw: 'nonsense' }, 422, 'scan-unreadable'],
    ['a scan that is no JSON', 'scan', '{', 400, 'request-malformed'],
    ['a scan without a word', 'scan', { raw: '' }, 400, 'request-malformed'],
    ['a scan with more than a scan', 'scan', { raw: LICENCE, more: 1 }, 400, 'request-malformed'],
    ['a scan beyond all measure', 'scan', { raw: 'x'.repeat(20_000) }, 413, 'body-too-large'],
    ['a rental before the scan', 'rental', { bikes: 1 }, 409, 'not-now'],
    ['a choice before the scan', 'choice', { bikes: 1 }, 409, 'not-now'],
    ['a choice of none', 'choice', { bikes: 0 }, 400, 'request-malformed'],
    ['half a bike', 'rental', { bikes: 0.5 }, 400, 'request-malformed'],
    ['a card that nobody has', 'hardware/tap', { card: 'gold' }, 400, 'request-malformed'],
    ['damage to a bike that nobody brought', 'damage', { bikeId: 'bike-7', part: 'brakes' }, 409, 'not-now'],
    [
      'damage of a kind that nobody knows',
      'damage',
      { bikeId: 'bike-7', part: 'chain', severity: 'deadly' },
      400,
      'request-malformed',
    ],
    ['damage to a part that bikes have not', 'damage', { bikeId: 'bike-7', part: 'wings' }, 400, 'request-malformed'],
    ['no bikes', 'rental', { bikes: 0 }, 400, 'request-malformed'],
    ['a bike in words', 'rental', { bikes: '1' }, 400, 'request-malformed'],
    ['taking from a closed hatch', 'hardware/take', {}, 409, 'nothing-to-take'],
    ['bringing back a bike that stands here', 'hardware/dock', { bikeId: 'bike-1' }, 409, 'bike-is-here'],
    ['bringing back a thing that is no bike', 'hardware/dock', { bikeId: '../1' }, 400, 'request-malformed'],
    [
      'a fault that hardware does not know',
      'hardware/fault',
      { fault: 'gremlin', mode: 'once' },
      400,
      'request-malformed',
    ],
    ['a place that is not there', 'hardware/explode', {}, 404, 'not-found'],
    ['a question where something is to be told', 'events', {}, 404, 'not-found'],
  ])('answers %s with a problem that says so', async (_what, path, body, status, problem) => {
    const answer = await post(path, body);

    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({
      type: `urn:freewheel:problem:${problem}`,
      status,
      detail: expect.any(String),
    });
  });

  it('refuses other methods, other types, other sites and other names for itself', async () => {
    const method = await fetch(`${base}/scan`);
    const type = await post('scan', { raw: LICENCE }, { 'content-type': 'text/plain' });
    const site = await post('cancel', {}, { origin: 'https://elsewhere.example' });
    const name = await new Promise<number | undefined>((resolve, reject) => {
      request(`${base}/state`, { headers: { host: 'rebound.example' } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });

    expect([method.status, type.status, site.status, name]).toEqual([405, 415, 403, 403]);
  });

  it('answers whatever is posted with a status, and stays', async () => {
    const paths = fc.constantFrom(
      'scan',
      'rental',
      'cancel',
      'damage',
      'hardware/dock',
      'hardware/fault',
      'hardware/leave',
    );
    const bodies = fc.oneof(
      fc.json(),
      fc.string(),
      fc.record({ raw: fc.string(), bikes: fc.anything() }).map((body) => JSON.stringify(body)),
    );

    await fc.assert(
      fc.asyncProperty(paths, bodies, async (path, body) => {
        const { status } = await post(path, body);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 60 },
    );
    expect((await fetch(`${base}/state`)).status).toBe(200);
  });
});
