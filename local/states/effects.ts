import type { Engine, EngineOptions } from './engine.ts';
import { asRunning, type Execution, taskAt } from './execution.ts';
import { answerTask, openTask } from './interpreter/task-answers.ts';
import type { Turn } from './interpreter/turn.ts';
import { childAnswer } from './tasks/child-answer.ts';

/** What executions do to the world outside. Nothing of it is done before the turn that wants it is safe. */
export class Effects {
  readonly #engine: Engine;
  readonly #options: EngineOptions;

  constructor(engine: Engine, options: EngineOptions) {
    this.#engine = engine;
    this.#options = options;
  }

  /** Does what a turn wants done: tasks are called, the host is told, and whoever waited for the end. */
  follow({ execution, calls }: Turn): void {
    if (this.#engine.isClosed) return;
    for (const call of calls) this.#call(execution, call);
    if (execution.toldStatus !== execution.status) void this.tell(execution);
    if (execution.status !== 'RUNNING') this.#engine.register.ended(execution);
  }

  /** Calls a task that may have been called before a crash. */
  callAgain(execution: Execution, thread: number, attempt: number): void {
    const open = openTask(this.#engine.turnOf(execution), thread, attempt);
    if (open) this.#call(execution, { thread, attempt, resource: open.state.resource });
  }

  /** Calls a task, unless it is over by now: the execution may have been stopped while its turn was being written. */
  #call(execution: Execution, { thread, attempt, resource }: Turn['calls'][number]): void {
    const activity = taskAt(execution, thread, attempt);
    if (!activity || this.#engine.isClosed) return;
    void this.#options.runTask({ resource, arguments: activity.arguments, execution, attempt }).then((answer) => {
      this.#engine.postAside(execution, (turn) => answerTask(turn, thread, attempt, answer));
      if (answer.kind === 'submitted' && answer.child) this.awaitChild(answer.child, execution, thread, attempt);
    });
  }

  awaitChild(arn: string, execution: Execution, thread: number, attempt: number): void {
    const { register } = this.#engine;
    const child = register.byArn(arn);
    if (!child) return;
    register.whenEnded(child, () => {
      this.#engine.postAside(execution, (turn) => {
        const open = openTask(turn, thread, attempt);
        return open && answerTask(turn, thread, attempt, childAnswer(child, open.state.resource.pattern));
      });
    });
  }

  /** Tells the host of an execution's status, and notes that it was told. One that ended at once was running too. */
  async tell(execution: Execution): Promise<void> {
    const { status, toldStatus, isExpress } = execution;
    if (isExpress || toldStatus === status) return;
    execution.toldStatus = status;
    const now = { ...execution };
    try {
      if (toldStatus === null && status !== 'RUNNING') await this.#options.onStatus(asRunning(now));
      await this.#options.onStatus(now);
      this.#engine.note(execution, { toldStatus: status });
    } catch (fault) {
      this.#options.log(`states: nobody could be told that ${execution.arn} is ${status}: ${fault}`);
    }
  }
}
