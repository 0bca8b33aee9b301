import type { Publish } from '../../../functions/shared/events.ts';
import { itemStore } from '../../../functions/shared/table.ts';
import type { WaitingTask } from '../../../functions/shared/waiting-task.ts';
import { cancelCommands } from '../../../functions/storage/cancel-commands.ts';
import { dynamoCommandBook } from '../../../functions/storage/command-book.ts';
import type { CommandShadow } from '../../../functions/storage/command-shadow.ts';
import {
  type Command,
  type CommandKind,
  commandId,
  type HardwareResult,
  type RecordFact,
} from '../../../functions/storage/contract.ts';
import { moveBike } from '../../../functions/storage/move-bike.ts';
import { openUntilTaken } from '../../../functions/storage/open-until-taken.ts';
import { recordFact } from '../../../functions/storage/record-fact.ts';
import type { Dynamo } from '../dynamo.ts';
import type { Interleaving } from '../interleaving.ts';
import { rentalTokens, standingClock } from '../rental-tokens.ts';

export const KIOSK = 'market';
export const RENTAL = '00000000-0000-4000-8000-000000000001';
/** Ten in the morning and so many seconds. */
export const second = (seconds: number) => new Date(Date.UTC(2026, 4, 1, 10, 0, seconds)).toISOString();
export const idOf = (kind: CommandKind, attempt = 1) => commandId(RENTAL, 1, kind, attempt);

type Call = <Answer>(call: () => Promise<Answer>) => Promise<Answer>;

/** The shadow `commands` of every kiosk, in memory: what is desired, and a version that grows with each update. */
function shadowInMemory(turn: Call) {
  const desired = new Map<string, Command>();
  let version = 1;
  const shadow: CommandShadow = {
    read: () => turn(async () => ({ version, commandIds: new Set(desired.keys()) })),
    put: (_kioskId, command, expected) =>
      turn(async () => {
        if (expected !== undefined && expected !== version) return false;
        desired.set(command.commandId, command);
        version++;
        return true;
      }),
    takeBack: (_kioskId, commandIds, found) =>
      turn(async () => {
        if (found.version !== version) return false;
        for (const [id, command] of desired)
          if (commandIds.includes(id)) desired.set(id, { ...command, expiresAt: second(-1) });
        version++;
        return true;
      }),
    clear: (_kioskId, commandIds) =>
      turn(async () => {
        for (const id of commandIds) desired.delete(id);
        version++;
      }),
  };
  return { shadow, desired };
}

/** What became of each task that waits, as `token result`, oldest first. */
function taskInMemory(turn: Call) {
  const heard: string[] = [];
  const hear = (line: string) =>
    turn(async () => {
      heard.push(line);
    });
  const task: WaitingTask<HardwareResult> = {
    succeed: (token, { at }) => hear(`${token} succeeded at ${at}`),
    fail: (token, error) => hear(`${token} failed with ${error}`),
    heartbeat: (token) => hear(`${token} lives`),
  };
  return { task, heard };
}

/** The storage service, with its handlers as the cloud calls them, and one rental with one slot to hand over. */
export async function desk(dynamo: Dynamo, interleaving?: Interleaving) {
  const items = itemStore(dynamo.client, await dynamo.createTable());
  const turn: Call = interleaving ? interleaving.turn : (call) => call();
  const book = dynamoCommandBook(dynamo.client, '', interleaving ? interleaving.reach(items) : items);
  const clock = standingClock(second(0));
  const tokens = rentalTokens(clock);
  const { shadow, desired } = shadowInMemory(turn);
  const { task, heard } = taskInMemory(turn);
  const told: string[] = [];
  const publish: Publish = async (events) => {
    told.push(...events.map(({ type }) => type));
  };
  const deps = { book, shadow, task, publish, tokens: tokens.verifier, clock };
  const given = (taskToken: string, attempt = 1) => ({
    taskToken,
    rentalToken: tokens.mint(RENTAL, KIOSK),
    bikeToken: 'bike.token.signature',
    kioskId: KIOSK,
    slot: 1,
    bikeId: 'bike-1',
    bay: 3,
    attempt,
  });
  let seq = 0;
  return {
    deps,
    clock,
    tokens,
    desired,
    heard,
    told,
    given,
    move: (taskToken: string, attempt = 1) => moveBike(deps)(given(taskToken, attempt)),
    open: (taskToken: string, attempt = 1) => openUntilTaken(deps)(given(taskToken, attempt)),
    cancel: () => cancelCommands(deps)({ rentalToken: tokens.mint(RENTAL, KIOSK), kioskId: KIOSK, slots: [1] }),
    /** A fact about a command, with the next number; not told yet. */
    fact: (type: RecordFact['type'], kind: CommandKind, other: object = {}): RecordFact =>
      ({
        type,
        seq: ++seq,
        at: second(seq),
        kioskId: KIOSK,
        thing: KIOSK,
        commandId: idOf(kind),
        rentalId: RENTAL,
        slot: 1,
        bikeId: 'bike-1',
        bay: 3,
        ...other,
      }) as RecordFact,
    record: (fact: RecordFact) => recordFact(deps)(fact),
  };
}
