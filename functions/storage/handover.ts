import { keptUntil } from '../shared/retention.ts';
import type { Versioned } from '../shared/table.ts';
import { type CommandFact, CommandKind, commandId } from './contract.ts';
import { isOutcome, type Outcome } from './outcome.ts';

/** What is known of one command. A fact may come before the command's registration: then there is only its outcome. */
export interface CommandEntry {
  kind?: CommandKind | undefined;
  /** Of the task that waits now. A task that is retried registers anew, and the newest waits. */
  taskToken?: string | undefined;
  expiresAt?: string | undefined;
  begunAt?: string | undefined;
  outcome?: Outcome | undefined;
}

/** All commands for one slot of a rental, in one item: so that one write decides whether a command may still go out. */
export interface Handover extends Versioned {
  kioskId: string;
  isCancelled: boolean;
  commands: Record<string, CommandEntry>;
}

/**
 * How long a kiosk may take to begin a command. The workflow gives a command up after 45 s without a sign of it
 * (`HeartbeatSeconds`; kiosks report every 10 s), after 120 s for a move and 180 s for an opening: all longer, so
 * that no command begins once its workflow has given it up.
 */
export const COMMAND_TTL_MS = 30_000;

export const handoverKey = (rentalId: string, slot: number) => `handover#${rentalId}#${slot}`;

export function newHandover(rentalId: string, slot: number, kioskId: string, nowMs: number): Handover {
  return {
    pk: handoverKey(rentalId, slot),
    revision: 0,
    kioskId,
    isCancelled: false,
    commands: {},
    // Facts that a kiosk held back while it was offline still find their command.
    ttl: keptUntil(nowMs, 'rental'),
  };
}

/** Two bikes may be tried for a slot, each twice; bikes decides that, in its contract's `SwapBike`. */
const ATTEMPTS_MAX = 4;

/** Whether a command of this id is, or may yet be, given for the slot: a fact may come before its registration. */
export function isCommandOf(handover: Handover, { rentalId, slot, commandId: id }: CommandFact): boolean {
  if (handover.commands[id]) return true;
  const attempts = Array.from({ length: ATTEMPTS_MAX }, (_, index) => index + 1);
  return CommandKind.options.some((kind) => attempts.some((one) => commandId(rentalId, slot, kind, one) === id));
}

function withEntry(handover: Handover, commandId: string, changed: Partial<CommandEntry>): Handover {
  const entry = { ...handover.commands[commandId], ...changed };
  return { ...handover, commands: { ...handover.commands, [commandId]: entry } };
}

/** Whether the command may go out to the kiosk: it has not begun there, and was not taken back. */
export function mayGoOut({ isCancelled, commands }: Handover, commandId: string): boolean {
  const entry = commands[commandId];
  return !isCancelled && !entry?.begunAt && !entry?.outcome;
}

/** Registers who waits for the command. Undefined where it was taken back before it began. */
export function register(
  handover: Handover,
  commandId: string,
  { kind, taskToken, expiresAt }: { kind: CommandKind; taskToken: string; expiresAt: string },
): Handover | undefined {
  const entry = handover.commands[commandId];
  if (handover.isCancelled && !entry?.begunAt && !entry?.outcome) return undefined;
  const goesOut = mayGoOut(handover, commandId);
  return withEntry(handover, commandId, { kind, taskToken, expiresAt: goesOut ? expiresAt : entry?.expiresAt });
}

/** Takes in a fact. The first outcome stands, but for one: a bike that was taken after all is gone. */
export function record(handover: Handover, fact: CommandFact): Handover {
  const { outcome, begunAt } = handover.commands[fact.commandId] ?? {};
  const isBegun = fact.type !== 'CommandRefused';
  const begun = isBegun && !begunAt ? { begunAt: fact.at } : {};
  const isNew = isOutcome(fact) && (!outcome || (fact.type === 'BikeTaken' && outcome.type !== 'BikeTaken'));
  const ended = isNew ? { outcome: fact } : {};
  const changed = { ...begun, ...ended };
  return Object.keys(changed).length > 0 ? withEntry(handover, fact.commandId, changed) : handover;
}

/** Takes back every command that has not begun, and every one that is still to come. */
export function cancel(handover: Handover): Handover {
  return { ...handover, isCancelled: true };
}

/**
 * What is to be done about the commands of a handover that was taken back. Before an opening no bike can be gone: a move
 * that has not begun is taken out of the shadow. Whether an opening has begun its kiosk alone knows; until it has said
 * how it ended, nobody knows who has the bike.
 */
export function takenBack({ commands }: Handover): { moves: string[]; openings: string[]; begunOpenings: string[] } {
  const open = Object.entries(commands).filter(([, { outcome }]) => !outcome);
  const ids = (isIt: (entry: CommandEntry) => boolean) => open.flatMap(([id, entry]) => (isIt(entry) ? [id] : []));
  return {
    moves: ids(({ kind, begunAt }) => kind === 'move' && !begunAt),
    openings: ids(({ kind, begunAt }) => kind === 'openUntilTaken' && !begunAt),
    begunOpenings: ids(({ kind, begunAt }) => kind === 'openUntilTaken' && begunAt !== undefined),
  };
}
