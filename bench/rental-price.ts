import type { BikeEvent } from '../functions/bikes/contract.ts';
import type { PaymentEvent } from '../functions/payments/contract.ts';
import { CommandKind, type FactType } from '../functions/storage/contract.ts';
import { billOf } from '../test/statemachines/bill.ts';
import { AS_OF, PRICES, type Price, type PriceName, REGION } from './prices.ts';

const RENTALS = 1000;

/** What a kiosk tells of a bike that is handed over and comes back, as the contract of storage has it. */
const FACTS: FactType[] = ['CommandBegun', 'BikeAtHatch', 'CommandBegun', 'DoorOpened', 'BikeTaken', 'BikeDocked'];
/** What bikes tells of it, and payments of a visitor's rental. */
const BIKE_TOLD: Array<BikeEvent['type']> = [
  'BikeReserved',
  'BikeCheckedOut',
  'PhotoStored',
  'TripStarted',
  'TripEnded',
];
const PAYMENT_TOLD: Array<PaymentEvent['type']> = ['PaymentAuthorized', 'PaymentCaptured'];
/** The functions of `admission`, and those behind each prompt: one of the front end, one of orchestration. */
const ADMISSION_CALLS = 3;
const PROMPT_CALLS = 2;
/** Each prompt is one request. */
const PROMPTS = 2;

/** How often one rental by a visitor does what AWS sells, where all goes well. */
async function unitsOf(bikes: number): Promise<Partial<Record<PriceName, number>>> {
  const { rental, ride, calls, vouched } = await billOf(bikes);
  const admissions = 1 + vouched;
  const facts = bikes * FACTS.length;
  const commands = bikes * CommandKind.options.length;
  return {
    stateTransition: rental + ride,
    expressRequest: admissions,
    // A fact is recorded by a function that the topic rule calls.
    functionRequest: calls + admissions * ADMISSION_CALLS + PROMPTS * PROMPT_CALLS + facts,
    // Each command is read as a delta by the kiosk, and each photo is asked for by a message.
    message: facts + commands + bikes,
    ruleTriggered: facts,
    ruleAction: facts,
    // A command's shadow is read before the command is put into it, and cleared when it is over.
    shadowOperation: commands * 3,
    // The rental's token, and one token for each bike.
    signature: 1 + vouched,
    decryption: admissions,
    // Storage passes each fact on.
    event: facts + bikes * BIKE_TOLD.length + PAYMENT_TOLD.length,
    photoPut: bikes,
    httpRequest: PROMPTS,
  };
}

const dollars = (usd: number) => `$${usd.toFixed(4)}`;

function linesOf(bikes: number, units: Partial<Record<PriceName, number>>): string[] {
  const lines = Object.entries(units).map(([name, count]) => {
    const { usd, per, unit } = PRICES[name as PriceName];
    return { usd: (count * RENTALS * usd) / per, text: `${String(count).padStart(4)}  ${unit}` };
  });
  const total = lines.reduce((sum, { usd }) => sum + usd, 0);
  return [
    `A thousand rentals of ${bikes === 1 ? 'one bike' : `${bikes} bikes`}, list prices of ${REGION}, ${AS_OF}`,
    ...lines.map(({ usd, text }) => `  ${dollars(usd).padStart(9)}  ${text}`),
    `  ${dollars(total).padStart(9)}  counted in all`,
  ];
}

/** What 100 ms more of each would cost in a thousand rentals. */
function for100Ms(count: number, gigabytes: number, { usd, per }: Price): string {
  return `${dollars((count * RENTALS * gigabytes * 0.1 * usd) / per)} more for each 100 ms`;
}

/** Functions have 512 MB (infra/constructs/service-function.ts); Express workflows are billed by chunks of 64 MB. */
const FUNCTION_GB = 0.5;
const EXPRESS_GB = 1 / 16;

/**
 * The price of a thousand rentals in which all goes well, from the first prompt to the receipt. State transitions and
 * the workflows' calls are counted from the engine's histories, everything else by what the contracts say must be done.
 */
export async function rentalPrices(): Promise<string[]> {
  const [one, three] = [await unitsOf(1), await unitsOf(3)];
  const { tableWrite, tableRead, functionGbSecond, expressGbSecond } = PRICES;
  return [
    ...linesOf(1, one),
    ...linesOf(3, three),
    'Not in it, since nothing here can count it (of one bike):',
    `  how long functions run: ${for100Ms(one.functionRequest ?? 0, FUNCTION_GB, functionGbSecond)}`,
    `  how long admission runs: ${for100Ms(one.expressRequest ?? 0, EXPRESS_GB, expressGbSecond)}`,
    `  table reads and writes: $${tableWrite.usd} and $${tableRead.usd} a million`,
    '  functions that follow events, and the views that they push to kiosks; public keys and MACs of KMS;',
    '  kiosks that tell that they are at work, their connections and tokens; logs, traces, storage, traffic;',
    '  and the acquirer, whose share is far larger than all of this',
  ];
}
