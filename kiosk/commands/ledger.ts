import { createHash } from 'node:crypto';
import type { Command, CommandFact, FaultCode, RefusalReason } from '../../functions/storage/contract.ts';
import type { Facts, Happened } from '../cloud/facts.ts';
import type { KioskStore } from '../store/kiosk-store.ts';

type Without<Member, Key extends PropertyKey> = Member extends unknown ? Omit<Member, Key> : never;
/** How a command that was begun ended. */
export type Outcome = Without<
  Extract<CommandFact, { type: 'BikeAtHatch' | 'BikeTaken' | 'BikeNotTaken' | 'CommandFailed' }>,
  'seq' | 'at' | 'kioskId' | keyof Subject
>;
export type Fault = (typeof FaultCode)['_zod']['output'];
interface FailedOffer {
  command: Command;
  fault: Fault;
}
type Refusal = (typeof RefusalReason)['_zod']['output'];
/** What every fact about a command says of it. */
export type Subject = Pick<Command, 'commandId' | 'rentalId' | 'slot' | 'bikeId' | 'bay'>;

/** What was written down of commands. Each entry is one transaction with the fact that tells the cloud of it. */
export interface Ledger {
  hasBegun(commandId: string): boolean;
  wasRefused(raw: unknown): boolean;
  begin(command: Command): void;
  progress(command: Command): void;
  /** Written down before the door is told to open: from then on the bike may be gone. */
  doorOpening(command: Command): void;
  doorOpened(command: Command): void;
  end(command: Command, outcome: Outcome, at?: number): void;
  /** An opening failed, and the bike may yet be taken: how it ended is told once the hatch is shut. */
  failOffer(command: Command, fault: Fault): void;
  /** The openings that failed, and of which is not told yet how they ended. */
  failedOffers(): FailedOffer[];
  /** `raw` is the command as it came; `subject` is absent where not even that could be read. */
  refuse(raw: unknown, subject: Subject | undefined, reason: Refusal): void;
  /** The finished `move` whose bike stands in the hatch and has not been offered. */
  atHatch(): Command | undefined;
  /** That bike was put back. */
  notOffered(move: Command): void;
  /** The bay from which the last bike was fetched. */
  homeBay(): number | undefined;
}

/** Refusals that are remembered, so that a command that stays in the shadow is refused once. */
const REFUSALS_KEPT = 200;

const subjectOf = ({ commandId, rentalId, slot, bikeId, bay }: Subject): Subject => ({
  commandId,
  rentalId,
  slot,
  bikeId,
  bay,
});

/** A refusal is bound to all of the command: a forged one must not keep out the true one of the same id. */
function digest(raw: unknown): string {
  const keys = typeof raw === 'object' && raw !== null ? Object.keys(raw).sort() : undefined;
  return createHash('sha256')
    .update(JSON.stringify(raw, keys) ?? '')
    .digest('base64url');
}

export function commandLedger(store: KioskStore, facts: Facts): Ledger {
  const refusals = () => store.get<string[]>('refusals') ?? [];
  const failedOffers = () => store.get<FailedOffer[]>('failedOffers') ?? [];
  const without = (ended: Command) => failedOffers().filter(({ command }) => command.commandId !== ended.commandId);
  const tell = (command: Subject, happened: object, at?: number) =>
    facts.record({ ...subjectOf(command), ...happened } as Happened, at);
  return {
    hasBegun: store.hasBegun,
    wasRefused: (raw) => refusals().includes(digest(raw)),
    begin: (command) =>
      store.transaction(() => {
        store.beginCommand(command.commandId, command);
        if (command.kind === 'openUntilTaken') store.delete('atHatch');
        store.put('homeBay', command.bay);
        tell(command, { type: 'CommandBegun' });
      }),
    progress: (command) => tell(command, { type: 'CommandProgressed' }),
    doorOpening: (command) => store.markDoorOpening(command.commandId),
    doorOpened: (command) => tell(command, { type: 'DoorOpened' }),
    end: (command, outcome, at) =>
      store.transaction(() => {
        store.endCommand(command.commandId, outcome.type);
        store.put('failedOffers', without(command));
        if (outcome.type === 'BikeAtHatch') store.put('atHatch', command);
        tell(command, outcome, at);
      }),
    failOffer: (command, fault) => store.put('failedOffers', [...without(command), { command, fault }]),
    failedOffers,
    refuse: (raw, subject, reason) =>
      store.transaction(() => {
        store.put('refusals', [...refusals(), digest(raw)].slice(-REFUSALS_KEPT));
        if (subject) tell(subject, { type: 'CommandRefused', reason });
      }),
    atHatch: () => store.get<Command>('atHatch'),
    homeBay: () => store.get<number>('homeBay'),
    notOffered: (move) =>
      store.transaction(() => {
        store.delete('atHatch');
        tell(move, { type: 'BikeNotTaken' });
      }),
  };
}
