import type { FaultName } from '../profile.ts';

/** A bug that somebody could write on any day: the text that is right, and the text that is not. */
export interface Bug {
  name: string;
  file: string;
  /** A fault without which it does no harm, and which a common day has too rarely. */
  aim?: FaultName;
  right: string;
  wrong: string;
}

/** Bugs of the kinds that retries, repeats, delays and power cuts bring to light, and that example tests walk past. */
export const BUGS: readonly Bug[] = [
  {
    name: 'a place in the party is counted, not kept in a set',
    file: 'functions/bikes/items/party.ts',
    right: 'if (party.out.includes(hold)) return party;',
    wrong: '',
  },
  {
    name: 'a write forgets its condition',
    file: 'functions/shared/table.ts',
    right:
      "revision === 0 ? 'attribute_not_exists(#pk) OR #stamp = :stamp' : '#revision = :revision OR #stamp = :stamp'",
    wrong:
      "revision === 0 ? 'attribute_not_exists(#pk) OR attribute_exists(#pk) OR #stamp = :stamp' : '#revision = :revision OR #revision <> :revision OR #stamp = :stamp'",
  },
  {
    name: 'undoing forgets a bike',
    file: 'functions/bikes/rental/release-bikes.ts',
    right: 'for (const slot of command.slots) {',
    wrong: 'for (const slot of command.slots.slice(1)) {',
  },
  {
    name: 'a hold is let go without being asked for at the acquirer',
    file: 'functions/payments/give-back.ts',
    right: 'const { status } = await acquirer.cancel(holdId);',
    wrong: "const { status } = { status: 'cancelled', acquirer };",
  },
  {
    name: 'the bike is written before its reservation',
    file: 'functions/shared/table.ts',
    right: 'for (const item of items) if',
    wrong: 'for (const item of items.toReversed()) if',
  },
  {
    name: 'a receipt is made anew on each attempt',
    file: 'functions/payments/capture-payment.ts',
    right: "const amount = payment.status === 'free' ? 0 : await take(deps, payment, receipt);",
    wrong:
      "const amount = payment.status === 'free' ? 0 : (await take(deps, payment, receipt)) + receipt.lines.length;",
  },
  {
    name: 'the end of a trip is told once, and never again',
    file: 'functions/bikes/ride/record-docking.ts',
    aim: 'functions.killed',
    right: 'if (isKnown) return returned(bike, docking, trip);',
    wrong: 'if (isKnown) return returned(bike, docking, undefined);',
  },
  {
    name: 'events that the bus has refused count as told',
    file: 'functions/shared/events.ts',
    aim: 'calls.throttled',
    right: 'if (!answer.FailedEntryCount) continue;',
    wrong: 'if (answer.$metadata) continue;',
  },
  {
    name: 'a minute is charged before the bike is gone',
    file: 'functions/payments/fare.ts',
    right: 'const begun = (ms: number) => Math.ceil(ms / MINUTE_MS);',
    wrong: 'const begun = (ms: number) => Math.floor(ms / MINUTE_MS) + 2;',
  },
  {
    name: 'facts of two kiosks share their numbers',
    file: 'functions/storage/command-book.ts',
    right: 'fact.thing',
    wrong: "'any kiosk'",
  },
  {
    name: 'a fact is kept, and told to nobody',
    file: 'functions/storage/record-fact.ts',
    right: 'await deps.publish([{ type: fact.type, detail: fact }]);',
    wrong: '',
  },
  {
    name: 'a bike that is back keeps its place in the party',
    file: 'functions/bikes/ride/record-docking.ts',
    right: 'parties.map((party) => withoutPlace(party, ended.hold, now))',
    wrong: 'parties',
  },
  {
    name: 'a kiosk forgets what happens while it is offline',
    file: 'kiosk/cloud/facts.ts',
    aim: 'kiosks.partitions',
    right: 'const unsure = clock.doubt(at);',
    wrong: 'if (!client) return;\n      const unsure = clock.doubt(at);',
  },
  {
    name: 'a kiosk does not set its clock',
    file: 'kiosk/cloud/corrected-clock.ts',
    aim: 'kiosks.wrongClocks',
    right: 'const better = Math.min(Math.max(offsetMs, least), most);',
    wrong: 'const better = offsetMs + 0 * (least + most);',
  },
];
