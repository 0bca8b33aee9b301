import type { Clock } from '../../seams/clock.ts';
import type { Random } from '../../seams/random.ts';
import { loadMachine } from './definition/load.ts';
import type { Machine } from './definition/model.ts';
import { asRunning, type Execution, type ExecutionHead, newExecution, nextDueAt } from './execution.ts';
import { type Compile, compiler } from './expressions/expression.ts';
import type { HistoryEvent } from './history.ts';
import { begin, breakDown, run, tick } from './interpreter/interpreter.ts';
import { answerTask, openTask } from './interpreter/task-answers.ts';
import { newTurn, setHead, type Turn } from './interpreter/turn.ts';
import type { Journal } from './journal/journal.ts';
import { type MachineRevision, Machines } from './machines.ts';
import { newHead } from './new-execution.ts';
import { eventsAt, type OpenTask, openTasks, replay, writeSnapshot } from './recovery.ts';
import { Register } from './register.ts';
import { childAnswer } from './tasks/child-answer.ts';
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
export type Step = (turn: Turn) => Promise<void> | void;

interface Letter {
  step: Step;
  resolve: () => void;
  reject: (fault: unknown) => void;
}

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
  /** What executions still have to take in; an execution that only waits has no entry. */
  readonly #mailboxes = new Map<number, Letter[]>();
  readonly #loaded = new Map<string, Machine>();
  /** What was under way when the journal was read. */
  #recovered: Array<{ execution: Execution; tasks: OpenTask[] }> = [];
  #isClosed = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.compile = compiler(options.clock, options.random);
    this.#timetable = new Timetable(options.clock, (id) => {
      const execution = this.register.byId(id);
      if (execution) this.#postAside(execution, tick);
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
      if (execution.lastEventId === 0) this.#postAside(execution, begin);
      else void this.#tell(execution);
      this.#timetable.set(execution.id, nextDueAt(execution));
      for (const { thread, attempt, child, isSubmitted } of tasks) {
        if (child) this.#awaitChild(child, execution, thread, attempt);
        else if (!isSubmitted) this.#callTask(execution, thread, attempt);
      }
    }
    this.#recovered = [];
  }

  async putMachine(machine: MachineRevision): Promise<void> {
    this.machines.put(machine);
    this.#options.journal.append({ kind: 'machine', machine });
    await this.settled();
  }

  async deleteMachine(arn: string): Promise<void> {
    this.machines.delete(arn);
    this.#options.journal.append({ kind: 'machineDeleted', arn });
    await this.settled();
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
    if (this.#isClosed) return Promise.reject(new Error('The engine of the state machines is closed.'));
    return new Promise((resolve, reject) => {
      const letter = { step, resolve, reject };
      const mailbox = this.#mailboxes.get(execution.id);
      if (mailbox) mailbox.push(letter);
      else {
        const letters = [letter];
        this.#mailboxes.set(execution.id, letters);
        void this.#drain(execution, letters);
      }
    });
  }

  /** Resolves when everything done so far is safe. What is told to callers waits for it. */
  settled(): Promise<void> {
    return this.#options.journal.settled();
  }

  /** The whole history of an execution, oldest first. */
  async history(execution: Execution): Promise<HistoryEvent[]> {
    await this.settled();
    return eventsAt(this.#options.journal, this.register.placesOf(execution.id));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timetable.close();
    await this.#options.journal.close();
  }

  #postAside(execution: Execution, step: Step): void {
    if (!this.#isClosed)
      this.post(execution, step).catch((fault) => this.#options.log(`states: ${execution.arn}: ${fault}`));
  }

  async #drain(execution: Execution, letters: Letter[]): Promise<void> {
    for (let letter = letters.shift(); letter; letter = letters.shift()) {
      const turn = await this.#take(execution, letter.step);
      this.#commit(turn).then(letter.resolve, letter.reject);
    }
    this.#mailboxes.delete(execution.id);
    if (!this.#isClosed) this.#timetable.set(execution.id, nextDueAt(execution));
  }

  #turn(execution: Execution): Turn {
    const { clock, random, region } = this.#options;
    return newTurn({ execution, machine: this.#machineOf(execution), random, region, now: clock.now() });
  }

  async #take(execution: Execution, step: Step): Promise<Turn> {
    const turn = this.#turn(execution);
    try {
      await step(turn);
      await run(turn);
    } catch (fault) {
      const what = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
      this.#options.log(`states: ${execution.arn} could not go on: ${what}`);
      breakDown(turn, 'The embedded host failed to run the state; its log says why.');
    }
    return turn;
  }

  async #commit({ execution, changes, calls }: Turn): Promise<void> {
    if (changes.length === 0) return;
    if (!execution.isExpress) {
      const place = this.#options.journal.append({ kind: 'turn', id: execution.id, changes });
      if (changes.some(({ kind }) => kind === 'event')) this.register.addPlace(execution.id, place);
      await this.settled();
    }
    for (const { thread, attempt } of calls) this.#callTask(execution, thread, attempt);
    void this.#tell(execution);
    if (execution.status !== 'RUNNING') this.register.ended(execution);
    if (this.#options.journal.wantsSnapshot()) this.#snapshot();
  }

  #machineOf({ machineArn, revision }: Execution): Machine {
    const key = `${machineArn}#${revision}`;
    const loaded = this.#loaded.get(key);
    if (loaded) return loaded;
    const found = this.machines.revision(machineArn, revision);
    if (!found) throw new Error(`The journal holds no definition ${revision} of ${machineArn}.`);
    const machine = loadMachine(found.definition, found.type, this.compile);
    this.#loaded.set(key, machine);
    return machine;
  }

  #callTask(execution: Execution, thread: number, attempt: number): void {
    const open = openTask(this.#turn(execution), thread, attempt);
    if (!open || this.#isClosed) return;
    const call = { resource: open.state.resource, arguments: open.activity.arguments, execution, attempt };
    void this.#options.runTask(call).then((answer) => {
      this.#postAside(execution, (turn) => answerTask(turn, thread, attempt, answer));
      if (answer.kind === 'submitted' && answer.child) this.#awaitChild(answer.child, execution, thread, attempt);
    });
  }

  #awaitChild(arn: string, execution: Execution, thread: number, attempt: number): void {
    const child = this.register.byArn(arn);
    if (!child) return;
    this.register.whenEnded(child, () => {
      this.#postAside(execution, (turn) => {
        const open = openTask(turn, thread, attempt);
        return open && answerTask(turn, thread, attempt, childAnswer(child, open.state.resource.pattern));
      });
    });
  }

  /** Tells the host of an execution's status, and notes that it was told. One that ended at once was running too. */
  async #tell(execution: Execution): Promise<void> {
    const { status, toldStatus, isExpress } = execution;
    if (isExpress || toldStatus === status) return;
    execution.toldStatus = status;
    const now = { ...execution };
    try {
      if (toldStatus === null && status !== 'RUNNING') await this.#options.onStatus(asRunning(now));
      await this.#options.onStatus(now);
      this.#postAside(execution, (turn) => setHead(turn, { toldStatus: status }));
    } catch (fault) {
      this.#options.log(`states: nobody could be told that ${execution.arn} is ${status}: ${fault}`);
    }
  }

  #snapshot(): void {
    const { journal, log, clock } = this.#options;
    this.register.prune(clock.now());
    journal
      .snapshot((sink, isOld) => writeSnapshot(this, journal, sink, isOld))
      .catch((fault) => log(`states: the journal could not be shortened: ${fault}`));
  }
}
