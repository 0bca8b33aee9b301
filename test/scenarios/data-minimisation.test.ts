import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SANDBOX_CARDS } from '../../functions/payments/contract.ts';
import { day } from '../../laptop/day.ts';
import { operatorOf } from '../../laptop/operator.ts';
import { jsonTeller } from '../../laptop/teller.ts';
import { openVirtualCity, type VirtualCity } from '../simulation/virtual-city.ts';
import { openTestCity, type TestCity } from './city.ts';
import { itemsOf } from './people.ts';
import { compact, findings, histories, literal, type Needle, peopleOf, type Trace, watcher } from './residue.ts';
import { wholeDay } from './whole-day.ts';

/**
 * Everything that may be found anywhere, and why it is there. Nothing else may be, and each of these must be: what is
 * not needed any more is taken off the list.
 */
const KNOWN: Record<string, string> = {
  'a sealed credential: table OrchestrationSessions': 'While the session lives, for the rider is vouched for anew.',
  'a card: history of rental': 'In the input of the rental, which hands it to the acquirer.',
  'a card: journal': 'The embedded host keeps executions, and with them their input.',
  'a card: table PaymentsSandbox': 'The sandbox stands for the acquirer, who must know what it charges.',
  'a rental token: history of rental': 'In the input of its own execution.',
  'a rental token: history of ride': 'In the input of its own execution.',
  'a rental token: history of undo': 'In the input of its own execution.',
  'a rental token: journal': 'The embedded host keeps executions, and with them their input.',
  'a bike token: history of rental': 'Handed from the vouching to the command; it is good for five minutes, once.',
  'a bike token: journal': 'The embedded host keeps executions.',
  'a bike token: shadow': 'It travels to the kiosk in the command, and the kiosk verifies it.',
  'a bike token: message of a shadow': 'It travels to the kiosk in the command.',
  'a task token: history of rental': 'Step Functions hands it to the task that waits; nobody outside can use it.',
  'a task token: history of repair': 'Step Functions hands it to the task that waits.',
  'a task token: history of ride': 'Step Functions hands it to the task that waits.',
  'a task token: journal': 'The embedded host keeps executions.',
  'a task token: table StorageTable': 'Of the command that is under way, to be completed by the fact.',
  'a task token: table BikesTable': 'Of the ride that is under way, to be completed by the return.',
  'a task token: table FootageAlbum': 'Of the photo that is waited for.',
  'a task token: table WorkshopTable': 'Of the step of a repair that is waited for.',
};

/** The tokens that stand in JSON under this name, however deep it is quoted. */
function tokensNamed(name: string, traces: Trace[], shape = String.raw`[\w-]+\.[\w-]+\.[\w-]+`): string[] {
  const pattern = new RegExp(String.raw`${name}\\*":\s*\\*"(${shape})`, 'g');
  return [...new Set(traces.flatMap(({ text }) => [...text.matchAll(pattern)].map(([, token]) => String(token))))];
}

describe('what is left of days on which everything happens', () => {
  const seen = watcher();
  let city: VirtualCity;
  let traces: Trace[];
  let needles: Needle[];

  beforeAll(async () => {
    city = await openVirtualCity({ watch: seen.watch });
    const messages: Trace[] = [];
    for (const filter of ['#', '$aws/#'])
      city.host.iot.hub.subscribe(filter, ({ topic, payload }) => {
        const place = topic.startsWith('$aws/') ? 'message of a shadow' : 'message';
        messages.push({ place, text: `${topic} ${payload}` });
      });
    await wholeDay(city);
    traces = [
      ...seen.traces,
      ...messages,
      ...city.host.iot.hub.retained.all().map(({ payload }) => ({ place: 'retained message', text: String(payload) })),
      ...city.log.map((text) => ({ place: 'log', text })),
      ...city.journal.map((text) => ({ place: 'journal', text })),
      ...(await histories(city)),
    ];
    needles = [
      ...peopleOf(city.city),
      ...[...seen.credentials].map((one) => compact('a sealed credential', one)),
      ...[...seen.accessTokens].map((one) => compact('an access token', one)),
      ...tokensNamed('rentalToken', traces).map((one) => compact('a rental token', one)),
      ...tokensNamed('bikeToken', traces).map((one) => compact('a bike token', one)),
      ...[...seen.taskTokens, ...tokensNamed('taskToken', traces, '[A-Za-z0-9+/=_-]{20,}')].map((one) =>
        literal('a task token', one),
      ),
      ...Object.values(SANDBOX_CARDS).map((card) => literal('a card', card)),
    ];
  }, 600_000);
  afterAll(() => city.close());

  it('was looked for everywhere, and everything that could be found was used', () => {
    const places = new Set(traces.map(({ place }) => place));
    const used = new Set(needles.map(({ what }) => what));

    expect([...places].sort()).toEqual([
      'event',
      'history of reconciliation',
      'history of rental',
      'history of repair',
      'history of ride',
      'history of undo',
      'journal',
      'log',
      'message',
      'message of a shadow',
      'message published',
      'object',
      'retained message',
      'shadow',
      'table ActionsTable',
      'table BikesTable',
      'table FootageAlbum',
      'table FrontendAllowances',
      'table IdentityTable',
      'table OperationsTable',
      'table OrchestrationKiosks',
      'table OrchestrationRentals',
      'table OrchestrationSessions',
      'table PaymentsSandbox',
      'table PaymentsTable',
      'table RebalancingTable',
      'table StorageTable',
      'table VehicleLogTable',
      'table WorkshopTable',
    ]);
    expect([...used].sort()).toEqual([
      ...['a bike token', 'a card', 'a date of birth', 'a licence number', 'a name', 'a rental token'],
      ...['a sealed credential', 'a street', 'a task token', 'an access token'],
    ]);
  });

  it('would be found in whatever way it were written', () => {
    const marta = city.city.residents.find(({ firstName }) => firstName === 'Marta');
    const { number = '', address, lastName = '' } = marta ?? {};
    const street = address?.street ?? '';
    const written = [
      number,
      street.toUpperCase(),
      `{"name":"${lastName}"}`,
      Buffer.from(number).toString('hex'),
      Buffer.from(`x${street}`).toString('base64url'),
      Buffer.from(`{"of":"${street.toLowerCase()}"}`).toString('base64'),
      Buffer.from([...seen.credentials][0]?.split('.').at(-1) ?? '', 'base64url').toString('hex'),
      Buffer.from(`{"card":"${SANDBOX_CARDS.good}"}`).toString('base64url'),
    ];

    const found = findings(
      written.map((text, index) => ({ place: String(index), text })),
      needles,
    );

    expect(found.map((one) => one.split(': ')[1]).sort()).toEqual(written.map((_, index) => String(index)));
  });

  it('is nothing of a rider, and of what opens doors and takes money what is known and needed', () => {
    expect(findings(traces, needles)).toEqual(Object.keys(KNOWN).sort());
  });

  it('is no session: each is deleted at its end, and one that was left alone is swept', async () => {
    const left = (await itemsOf(city, 'OrchestrationSessions')).map(({ id }) => String(id));

    expect(seen.credentials.size).toBeGreaterThan(5);
    expect(left.filter((id) => id.startsWith('session/'))).toEqual([]);
  });
});

/** The files that may name a card, and why. */
const CARDS_ON_DISK = {
  dynamodb: 'The sandbox, which stands for the acquirer.',
  states: 'The journal of executions, with the input of each.',
  store: 'The events of Step Functions that say how an execution ended, on their way: AWS puts the input into them.',
};

describe('what is left of a day on the disk of the embedded host', () => {
  let city: TestCity;

  beforeAll(async () => {
    city = await openTestCity();
    const operator = operatorOf(city);
    await day({ city, operator, tell: jsonTeller(() => {}) });
    operator.leave();
  }, 300_000);
  afterAll(() => city.dispose());

  it('is nothing of a rider, in no file of the cloud, of its logs and of the kiosks', async () => {
    const files = readdirSync(city.dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const traces = files.map(({ parentPath, name }) => ({
      place: relative(city.dataDir, join(parentPath, name)),
      text: readFileSync(join(parentPath, name), 'latin1'),
    }));
    const card = literal('a card', SANDBOX_CARDS.good);

    const found = findings(traces, peopleOf(city.city));
    const cards = findings(traces, [card]).map((place) => place.replace(/^a card: |[/.].*$/g, ''));

    expect(traces.length).toBeGreaterThan(30);
    expect(found).toEqual([]);
    expect(Object.keys(CARDS_ON_DISK)).toEqual(expect.arrayContaining(cards));
  });
});
