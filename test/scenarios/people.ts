import {
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
} from '@aws-sdk/client-eventbridge';
import { DescribeExecutionCommand, type ExecutionStatus } from '@aws-sdk/client-sfn';
import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { VehicleEventsExported } from '../../functions/bikes/log-contract.ts';
import type { Action, ActionsListed } from '../../functions/operations/action-contract.ts';
import { type Case, CasesListed } from '../../functions/operations/contract.ts';
import type { RentalView } from '../../functions/orchestration/contract.ts';
import type { SANDBOX_CARDS } from '../../functions/payments/contract.ts';
import type { PageState } from '../../kiosk/web/contract.ts';
import type { OpenKiosk } from '../../laptop/open-kiosks.ts';
import { httpEvent } from '../functions/shared/http-event.ts';
import type { VirtualCity } from '../simulation/virtual-city.ts';

type Screen = PageState['screen'];
type Named<Name extends Screen['name']> = Extract<Screen, { name: Name }>;

/** How a rider answers the second prompt. */
export interface Wish {
  bikes: number;
  /** A visitor's card. */
  card?: keyof typeof SANDBOX_CARDS;
}

/** A rider in front of a kiosk, with what they can do and see there. */
export interface RiderAtKiosk {
  kiosk: OpenKiosk;
  /** Holds the ID to the scanner, and gives what the screen says then: the second prompt, or a refusal. */
  scan(): Promise<Named<'howMany'> | Named<'refused'>>;
  /** Scans, and answers the second prompt. Gives the rental's id. */
  ask(wish: Wish): Promise<string>;
  /** Asks, takes each bike as the door opens, and reads the closing words. */
  rent(wish: Wish): Promise<RentalView>;
  /** Waits for the door, and takes the bike. */
  take(): Promise<string>;
  /** What the screen says at the end: thanks, or a refusal. */
  closing(): Promise<Named<'thanks'> | Named<'refused'>>;
}

/** The screen, once it is one of these. */
export function screenOf<Name extends Screen['name']>(city: VirtualCity, kiosk: OpenKiosk, ...names: Name[]) {
  return city.until(`the screen to say ${names.join(' or ')}`, () => {
    const { screen } = kiosk.state();
    return (names as string[]).includes(screen.name) && (screen as Named<Name>);
  });
}

export function riderAt(city: VirtualCity, firstName: string, kioskId: string): RiderAtKiosk {
  const kiosk = city.kiosk(kioskId);
  const scan = async () => {
    kiosk.machine.scan(city.card(firstName));
    return screenOf(city, kiosk, 'howMany', 'refused');
  };
  const ask = async ({ bikes, card }: Wish) => {
    const shown = await scan();
    if (shown.name === 'refused') throw new Error(`${firstName} was refused: ${shown.title} ${shown.message}`);
    if (card) {
      kiosk.choose(bikes);
      kiosk.machine.tap(card);
    } else kiosk.rent(bikes);
    const renting = await screenOf(city, kiosk, 'renting', 'refused');
    if (renting.name === 'refused') throw new Error(`${firstName} was refused: ${renting.title} ${renting.message}`);
    return renting.rentalId;
  };
  const take = () => city.until('the bike behind the open door', () => kiosk.machine.take());
  const closing = () => screenOf(city, kiosk, 'thanks', 'refused');
  return {
    ...{ kiosk, scan, ask, take, closing },
    rent: async (wish) => {
      const rentalId = await ask(wish);
      const stop = kiosk.machine.onChange(() => {
        const { door, hatch } = kiosk.machine.read();
        if (door === 'open' && hatch) city.clock.after(2_000, kiosk.machine.take);
      });
      await closing().finally(stop);
      return viewOf(city, rentalId, 'to be handed over', ({ status }) => !['requested', 'preparing'].includes(status));
    },
  };
}

/** Brings a bike back; gives the bay that it stands in. */
export async function bringBack(city: VirtualCity, bikeId: string, kioskId: string): Promise<number> {
  const kiosk = city.kiosk(kioskId);
  kiosk.machine.dock(bikeId);
  return city.until(`${bikeId} to be docked at ${kioskId}`, () => {
    const { returning } = kiosk.state();
    return returning?.bikeId === bikeId && returning.phase === 'docked' && returning.bay;
  });
}

const tableOf = ({ city }: VirtualCity, name: string) => `Freewheel-${city.id}-dev-Data-${name}`;

/** An item of a service's table. */
export async function itemOf(city: VirtualCity, table: string, Key: Record<string, string>) {
  const get = new GetCommand({ TableName: tableOf(city, table), Key, ConsistentRead: true });
  const { Item } = await city.meanwhile(city.dynamo.send(get));
  return Item;
}

/** Everything in a service's table. */
export async function itemsOf(city: VirtualCity, table: string) {
  const scan = new ScanCommand({ TableName: tableOf(city, table), ConsistentRead: true });
  const { Items = [] } = await city.meanwhile(city.dynamo.send(scan));
  return Items;
}

export const bikeOf = (city: VirtualCity, bikeId: string) => itemOf(city, 'BikesTable', { pk: `bike#${bikeId}` });

/** The rental as its kiosk would be told, once it `is` as awaited. */
export async function viewOf(
  city: VirtualCity,
  rentalId: string,
  what: string,
  is: (view: RentalView) => boolean,
  withinMs?: number,
): Promise<RentalView> {
  const topic = `freewheel/${city.city.id}/kiosks/+/rentals/${rentalId}`;
  const views: RentalView[] = [];
  const stop = city.host.iot.hub.subscribe(topic, ({ payload }) => views.push(JSON.parse(payload.toString())));
  const newest = () => views.sort((a, b) => a.revision - b.revision).at(-1);
  const known = await readRental(city, rentalId);
  if (known) views.push(known);
  try {
    return await city.until(
      `rental ${rentalId} ${what}; it is ${JSON.stringify(newest()?.status)}`,
      () => {
        const view = newest();
        return view && is(view) && view;
      },
      withinMs,
    );
  } finally {
    stop();
  }
}

/** The view from the rental as orchestration keeps it, asked for by whoever started it. */
async function readRental(city: VirtualCity, rentalId: string): Promise<RentalView | undefined> {
  const rental = await itemOf(city, 'OrchestrationRentals', { rentalId });
  if (!rental) return undefined;
  const name = `Freewheel-${city.city.id}-dev-Services-OrchestrationReadRental`;
  return (await city.meanwhile(city.host.invoke(name, { rentalId, kioskId: rental['kioskId'] }))) as RentalView;
}

/** An execution of a workflow by its name; undefined where there is none. */
export async function executionOf(city: VirtualCity, workflow: string, name: string) {
  const executionArn = `arn:aws:states:us-east-1:000000000000:execution:${city.city.id}-dev-${workflow}:${name}`;
  const describe = city.states.send(new DescribeExecutionCommand({ executionArn }));
  const found = await city.meanwhile(describe.catch(() => undefined));
  return (
    found && { status: found.status as ExecutionStatus, error: found.error, output: JSON.parse(found.output ?? 'null') }
  );
}

/** Calls a function as an operator does, by its name among the outputs of the stacks. */
export async function command(city: VirtualCity, output: string, input: object): Promise<unknown> {
  const names = Object.assign({}, ...Object.values(city.host.outputs)) as Record<string, string>;
  return city.meanwhile(city.host.invoke(names[output] ?? output, input));
}

const ADA = { sub: 'ada', groups: ['operators'] };

/** Asks a route of the operators', as one of them who has signed in. */
async function asOperator<Answer>(city: VirtualCity, route: string, body?: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  const event = httpEvent({ headers, person: ADA, ...(body && { method: 'POST', body: JSON.stringify(body) }) });
  const name = `Freewheel-${city.city.id}-dev-Frontend-Frontend${route}`;
  const answer = (await city.meanwhile(city.host.invoke(name, event))) as { statusCode: number; body: string };
  if (answer.statusCode !== 200) throw new Error(answer.body);
  return JSON.parse(answer.body) as Answer;
}

/** Does something by hand, as an operator does over the API. */
export const actByHand = (city: VirtualCity, action: object) => asOperator<Action>(city, 'TakeAction', action);

/** What operators have done this month, the newest first. */
export async function actionsBy(city: VirtualCity): Promise<Action[]> {
  return (await asOperator<ActionsListed>(city, 'ListActions')).actions;
}

/** Everything that the log says of a day. */
export async function loggedOn(city: VirtualCity, day: string): Promise<Omit<VehicleEventsExported, 'cursor'>> {
  const all: Omit<VehicleEventsExported, 'cursor'> = { events: [], trips: [], fares: [] };
  let cursor: string | undefined;
  do {
    const asked = { day, ...(cursor && { cursor }) };
    const page = VehicleEventsExported.parse(await command(city, 'ExportVehicleEvents', asked));
    all.events.push(...page.events);
    all.trips.push(...page.trips);
    all.fares.push(...page.fares);
    cursor = page.cursor;
  } while (cursor);
  return all;
}

/** The cases that operators have, newest first. */
export async function casesOf(city: VirtualCity): Promise<Case[]> {
  return CasesListed.parse(await command(city, 'ListCases', {})).cases;
}

/** Stops what runs every few minutes, for days of waiting on which it would find nothing. Gives what resumes it. */
export async function pauseSchedules(city: VirtualCity): Promise<() => Promise<void>> {
  const client = new EventBridgeClient(city.sdk);
  const { Rules = [] } = await city.meanwhile(client.send(new ListRulesCommand({})));
  const scheduled = Rules.filter(({ ScheduleExpression = '' }) => /minute/.test(ScheduleExpression));
  for (const { Name } of scheduled) await city.meanwhile(client.send(new DisableRuleCommand({ Name })));
  return async () => {
    for (const { Name } of scheduled) await city.meanwhile(client.send(new EnableRuleCommand({ Name })));
  };
}
