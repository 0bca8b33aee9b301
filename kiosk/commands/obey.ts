import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { Command } from '../../functions/storage/contract.ts';
import type { Clock, Timer } from '../../seams/clock.ts';
import type { Driver } from '../hardware/driver.ts';
import type { HatchQueue, Job } from './hatch-queue.ts';
import type { Ledger, Subject } from './ledger.ts';
import type { VerifyBikeToken } from './verify-bike-token.ts';

/** Takes the commands that the shadow carries, and sees to it that each is refused, or begun at most once. */
export interface Obedience {
  /**
   * All that the cloud wants now, by command id. What waits here and is missing there was taken back; what is another than
   * it was is considered anew.
   */
  commands(wanted: Record<string, unknown>): void;
  stop(): void;
}

export interface ObedienceParts {
  driver: Driver;
  ledger: Ledger;
  verify: VerifyBikeToken;
  queue: HatchQueue;
  clock: Clock;
  /** Whether a bike of this rental may come to the hatch, before whoever stands there now. */
  mayCome(rentalId: string): boolean;
  /** Begins, acts and reports; never rejects. */
  carryOut(command: Command): Promise<void>;
}

interface Pending {
  command: Command;
  /** As it came: what a refusal is remembered by. */
  raw: unknown;
  job?: Job;
  timer?: Timer;
}

const SubjectFields = z.pick(Command, { commandId: true, rentalId: true, slot: true, bikeId: true, bay: true });

/** The keys of a token are asked for again while the command lives. */
const ASK_AGAIN_AFTER_MS = 2_000;

export function obey(parts: ObedienceParts): Obedience {
  const { driver, ledger, queue, clock } = parts;
  const pending = new Map<string, Pending>();

  function drop(commandId: string): void {
    const entry = pending.get(commandId);
    entry?.timer?.cancel();
    pending.delete(commandId);
    if (entry?.job) queue.remove(entry.job);
  }

  const expired = (command: Command) => Date.parse(command.expiresAt) <= clock.now();
  const refuse = ({ command, raw }: Pending, reason: 'expired' | 'badToken' | 'wrongBike') => {
    drop(command.commandId);
    ledger.refuse(raw, command, reason);
  };

  async function judge(entry: Pending): Promise<void> {
    const { command } = entry;
    const verdict = await parts.verify(command);
    if (pending.get(command.commandId) !== entry) return;
    if (expired(command)) return refuse(entry, 'expired');
    if (verdict.result === 'unknown') {
      entry.timer = clock.after(ASK_AGAIN_AFTER_MS, () => void judge(entry));
      return;
    }
    if (verdict.result !== 'good') return refuse(entry, verdict.result);
    wait(entry, verdict.expiresAt);
  }

  /** Waits for the hatch, no longer than the command and its token live. */
  function wait(entry: Pending, tokenExpiresAt: number): void {
    const { command } = entry;
    const until = Math.min(Date.parse(command.expiresAt), tokenExpiresAt);
    const tooLate = () => until <= clock.now();
    entry.timer = clock.after(until - clock.now(), queue.look);
    entry.job = {
      ready: () => tooLate() || hatchAllows(command),
      run: async () => {
        drop(command.commandId);
        if (tooLate()) return refuse(entry, 'expired');
        if (!bikeIsThere(command)) return refuse(entry, 'wrongBike');
        await parts.carryOut(command);
      },
    };
    queue.add(entry.job);
  }

  function hatchAllows(command: Command): boolean {
    const { hatch, door } = driver.read();
    if (door === 'open' || !parts.mayCome(command.rentalId)) return false;
    if (hatch === command.bikeId) return true;
    if (command.kind === 'move') return hatch === null;
    // Its bike may still be on its way; otherwise the command is ready to be refused.
    return ![...pending.values()].some(({ command: { kind, bikeId } }) => kind === 'move' && bikeId === command.bikeId);
  }

  function bikeIsThere({ kind, bikeId, bay }: Command): boolean {
    const reading = driver.read();
    return reading.hatch === bikeId || (kind === 'move' && reading.bays.get(bay) === bikeId);
  }

  function consider(id: string, raw: unknown): void {
    if (pending.has(id) || ledger.hasBegun(id) || ledger.wasRefused(raw)) return;
    const command = Command.safeParse(raw);
    if (!command.success || command.data.commandId !== id) ledger.refuse(raw, subjectOf(raw, id), 'malformed');
    else if (expired(command.data)) ledger.refuse(raw, command.data, 'expired');
    else {
      const entry: Pending = { command: command.data, raw };
      pending.set(id, entry);
      void judge(entry);
    }
  }

  return {
    commands: (wanted) => {
      for (const [id, { raw }] of [...pending]) if (!isDeepStrictEqual(raw, wanted[id])) drop(id);
      for (const [id, raw] of Object.entries(wanted)) consider(id, raw);
    },
    stop: () => {
      for (const id of [...pending.keys()]) drop(id);
    },
  };
}

/** What can be said of a malformed command, if it says enough of itself for a fact. */
function subjectOf(raw: unknown, id: string): Subject | undefined {
  const fields = SubjectFields.safeParse(raw);
  return fields.success && fields.data.commandId === id ? fields.data : undefined;
}
