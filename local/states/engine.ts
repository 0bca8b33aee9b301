import type { Clock } from '../../seams/clock.ts';
import type { Random } from '../../seams/random.ts';
import { loadMachine } from './definition/load.ts';
import type { Machine } from './definition/model.ts';
import { nextDueAt } from './due.ts';
import { Effects } from './effects.ts';
import { apply, type Change, type Execution, type ExecutionHead, newExecution } from './execution.ts';
import { type Compile, compiler } from './expressions/expression.ts';
import { type HistoryEvent, withTexts } from './history.ts';
import { begin, breakDown, run, tick } from './interpreter/interpreter.ts';
import { newTurn, type Turn } from './interpreter/turn.ts';
import { DiskFull, type Journal } from './journal/journal.ts';
import { Safekeeping, type WhenSafe } from './journal/safekeeping.ts';
import { type MachineRevision, Machines } from './machines.ts';
import { Mailboxes } from './mailboxes.ts';
import { newHead } from './new-execution.ts';
import { eventsAt, type OpenTask, openTasks, replay, writeSnapshot } from './recovery.ts';
import { Register } from './register.ts';
import { onceKnown, rescued, type Soon } from './soon.ts';
import type { TaskRunner } from './tasks/runner.ts';
import { Timetable } from './timetable.ts';

export interface EngineOptions {
  clock: Clock;
  random: Random;
  region: string;
  journal: Journal;
  runTask: TaskRunner;
  /** Told of each Standard execution's status. After a crash the latest may be told a second time. */
  onStatus: (execution: Execution) => Promise<void> | void;
  log: (line: string) => void;
}

/** Something that happens to an execution; what it changes is journalled as one record. */
export type Step = (turn: Turn) => Soon<void>;

const closed = () => new Error('The engine of the state machines is closed.');

/**
 * Runs executions. Each takes one step after the other. What a step wants done outside (a task called, a caller
 * answered, the host told) is done once the step's record is safe in the journal.
 */
export class Engine {
  readonly compile: Compile;
  readonly machines = new Machines();
  readonly register = new Register();
  readonly #options: EngineOptions;
  readonly #timetable: Timetable;
  readonly #mailboxes = new Mailboxes();
  readonly #loaded = new WeakMap<MachineRevision, Machine>();
  /** What was under way when the journal was read. */
  #recovered: Array<{ execution: Execution; tasks: OpenTask[] }> = [];
  readonly #effects: Effects;
  readonly #safekeeping: Safekeeping;
  #isClosed = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#effects = new Effects(this, options);
    this.#safekeeping = new Safekeeping(options);
    this.compile = compiler(options.clock, options.random);
    this.#timetable = new Timetable(options.clock, (id) => {
      const execution = this.register.byId(id);
      if (execution) this.postAside(execution, tick);
    });
  }

  /** Brings back what the journal holds. Nothing goes on before `resume`. */
  async open(): Promise<void> {
    await this.#options.journal.open((record, place) => replay(this, record, place));
    this.#recovered = [...this.register.list()].map((execution) => ({ execution, tasks: openTasks(execution) }));
  }

  /**
   * Goes on with every execution where the journal left it. Timers are set, those that fell due meanwhile fire. A
   * task whose service had not answered is called again, as the same attempt: its effect is unknown, so tasks are
   * idempotent. A task that waits for its token, or for a child execution, just goes on waiting.
   */
  resume(): void {
    for (const { execution, tasks } of this.#recovered) {
      if (execution.lastEventId === 0) this.postAside(execution, begin);
      else void this.#effects.tell(execution);
      this.#timetable.set(execution.id, nextDueAt(execution));
      for (const { thread, attempt, child, isSubmitted } of tasks) {
        if (child) this.#effects.awaitChild(child, execution, thread, attempt);
        else if (!isSubmitted) this.#effects.callAgain(execution, thread, attempt);
      }
    }
    this.#recovered = [];
  }

  async putMachine(machine: MachineRevision): Promise<void> {
    this.machines.put(machine);
    this.#options.journal.append({ kind: 'machine', machine });
    await this.#safekeeping.settled();
  }

  async deleteMachine(arn: string): Promise<void> {
    this.machines.delete(arn);
    this.#options.journal.append({ kind: 'machineDeleted', arn });
    await this.#safekeeping.settled();
  }

  /** The beginning of an execution of the machine's current definition. Its name must be free. */
  newHead(machine: MachineRevision, name: string, input: string): ExecutionHead {
    return newHead(machine, { id: this.register.nextId(), name, input, now: this.#options.clock.now() });
  }

  /** Starts an execution; resolves once it cannot be lost. `whenEnded` is called when its end is safe too. */
  async start(head: ExecutionHead, whenEnded?: (execution: Execution) => void): Promise<void> {
    const execution = newExecution(head);
    this.register.add(execution);
    if (whenEnded) this.register.whenEnded(execution, whenEnded);
    if (!execution.isExpress) this.#options.journal.append({ kind: 'started', head: { ...head } });
    await this.post(execution, begin);
  }

  /** Lets an execution take a step after those before it. Resolves once the step is safe in the journal. */
  post(execution: Execution, step: Step): Promise<void> {
    if (this.#isClosed) return Promise.reject(closed());
    return new Promise((resolve, reject) => {
      this.#deliver(execution, step, (fault) => (fault ? reject(fault) : resolve()));
    });
  }

  /** Lets an execution take a step for which nobody waits. That the disk is full is told elsewhere, and once. */
  postAside(execution: Execution, step: Step): void {
    if (this.#isClosed) return;
    this.#deliver(execution, step, (fault) => {
      if (!fault || fault instanceof DiskFull || this.#isClosed) return;
      this.#options.log(`states: ${execution.arn}: ${fault}`);
    });
  }

  /** Notes what may be lost in a crash: nobody waits for it, and it is written with what comes next. */
  note(execution: Execution, set: Partial<ExecutionHead>): void {
    if (this.#isClosed) return;
    const changes: Change[] = [{ kind: 'head', set }];
    for (const change of changes) apply(execution, change);
    this.#options.journal.append({ kind: 'turn', id: execution.id, changes });
  }

  /** Whether the journal finds no room on its disk. */
  get isFull(): boolean {
    return this.#safekeeping.isFull;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Resolves when everything done so far is safe. What is told to callers waits for it. */
  async settled(): Promise<void> {
    await this.#options.journal.settled();
  }

  /** The whole history of an execution, oldest first. */
  async history(execution: Execution): Promise<HistoryEvent[]> {
    await this.settled();
    const events = await eventsAt(this.#options.journal, this.register.placesOf(execution.id));
    return events.map(withTexts);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#safekeeping.close();
    this.#timetable.close();
    await this.#options.journal.close();
  }

  #deliver(execution: Execution, step: Step, whenSafe: WhenSafe): void {
    this.#mailboxes.deliver(execution.id, () => rescued(() => this.#take(execution, step, whenSafe), whenSafe));
  }

  /** A step that has changed nothing yet. */
  turnOf(execution: Execution): Turn {
    const { clock, random, region } = this.#options;
    return newTurn({ execution, machine: this.#machineOf(execution), random, region, now: clock.now() });
  }

  #take(execution: Execution, step: Step, whenSafe: WhenSafe): Soon<void> {
    const turn = this.turnOf(execution);
    return onceKnown(this.#run(turn, step), () => this.#commit(turn, whenSafe));
  }

  #run(turn: Turn, step: Step): Soon<void> {
    return rescued(
      () => onceKnown(step(turn), () => run(turn)),
      (fault) => {
        const what = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
        this.#options.log(`states: ${turn.execution.arn} could not go on: ${what}`);
        breakDown(turn, 'The embedded host failed to run the state; its log says why.');
      },
    );
  }

  /** Writes a turn down. What it wants done outside is done once that is safe, however long there is no room for it. */
  #commit(turn: Turn, whenSafe: WhenSafe): void {
    const { execution, changes } = turn;
    if (this.#isClosed) throw closed();
    this.#timetable.set(execution.id, nextDueAt(execution));
    if (execution.isExpress) this.#effects.follow(turn);
    if (changes.length === 0) {
      whenSafe();
      return;
    }
    const place = this.#options.journal.append({ kind: 'turn', id: execution.id, changes });
    if (changes.some(({ kind }) => kind === 'event')) this.register.addPlace(execution.id, place);
    this.#safekeeping.written(() => {
      this.#effects.follow(turn);
      if (this.#options.journal.wantsSnapshot()) this.#snapshot();
    }, whenSafe);
  }

  #machineOf({ machineArn, revision }: Execution): Machine {
    const found = this.machines.revision(machineArn, revision);
    const loaded = found && this.#loaded.get(found);
    if (loaded) return loaded;
    if (!found) throw new Error(`The journal holds no definition ${revision} of ${machineArn}.`);
    const machine = loadMachine(found.definition, found.type, this.compile);
    this.#loaded.set(found, machine);
    return machine;
  }

  #snapshot(): void {
    const { journal, log, clock } = this.#options;
    this.register.prune(clock.now());
    journal
      .snapshot((sink, isOld) => writeSnapshot(this, journal, sink, isOld))
      .catch((fault) => this.#isClosed || log(`states: the journal could not be shortened: ${fault}`));
  }
}
