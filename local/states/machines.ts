import type { MachineType } from './definition/check.ts';

/** One definition of a state machine, under its number. Executions keep the revision they began with. */
export interface MachineRevision {
  arn: string;
  name: string;
  type: MachineType;
  roleArn: string;
  /** Counts from one. */
  revision: number;
  /** The text of the definition. */
  definition: string;
  /** Absent in what earlier versions of the host wrote. */
  tags?: Record<string, string>;
  /** When the machine came to be, and this revision; milliseconds since the epoch. */
  createdAt: number;
  updatedAt: number;
}

/** The state machines there are, and the earlier definitions of each. */
export class Machines {
  readonly #revisions = new Map<string, Map<number, MachineRevision>>();
  readonly #current = new Map<string, MachineRevision>();

  put(machine: MachineRevision): void {
    const revisions = this.#revisions.get(machine.arn) ?? new Map<number, MachineRevision>();
    this.#revisions.set(machine.arn, revisions.set(machine.revision, machine));
    const current = this.#current.get(machine.arn);
    if (!current || current.revision <= machine.revision) this.#current.set(machine.arn, machine);
  }

  /** The machine is gone; executions that run still find their definition. */
  delete(arn: string): void {
    this.#current.delete(arn);
  }

  get(arn: string): MachineRevision | undefined {
    return this.#current.get(arn);
  }

  revision(arn: string, revision: number): MachineRevision | undefined {
    return this.#revisions.get(arn)?.get(revision);
  }

  nextRevision(arn: string): number {
    return Math.max(0, ...(this.#revisions.get(arn)?.keys() ?? [])) + 1;
  }

  list(): MachineRevision[] {
    return [...this.#current.values()];
  }

  all(): MachineRevision[] {
    return [...this.#revisions.values()].flatMap((revisions) => [...revisions.values()]);
  }
}
