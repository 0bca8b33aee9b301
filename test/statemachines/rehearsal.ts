import type { Json, JsonObject } from '../../local/states/json.ts';
import { arnOfFunction, executionArn, type Handler, laboratory, named } from '../local/states/laboratory.ts';
import { type Definition, definitionText, NUMBERS } from './definition.ts';
import { billedTransitions, edgesIn } from './edges.ts';

const SECOND = 1000;
const ARN = 'arn:aws:states:eu-west-1:000000000000:stateMachine';

/** What a function does when it is called, or, where a task waits, what comes of it after the call. */
export type Act =
  | { does: 'answers'; result: Json }
  | { does: 'throws'; error: string }
  | { does: 'hangs' }
  /** The task waits, and hears this a second later. */
  | { does: 'reports'; result: JsonObject }
  | { does: 'reportsFault'; error: string }
  /** The task waits, and hears that work goes on, without end. */
  | { does: 'works' }
  /** The task waits, and hears nothing until it is too late. */
  | { does: 'reportsAfter'; seconds: number; result: JsonObject };

export const answers = (result: Json): Act => ({ does: 'answers', result });
export const throws = (error: string): Act => ({ does: 'throws', error });
export const hangs: Act = { does: 'hangs' };
export const reports = (result: JsonObject): Act => ({ does: 'reports', result });
export const reportsFault = (error: string): Act => ({ does: 'reportsFault', error });
export const works: Act = { does: 'works' };
export const reportsAfter = (seconds: number, result: JsonObject): Act => ({ does: 'reportsAfter', seconds, result });

/** Any error that no definition names, as a function shows it that meets a fault of AWS. */
export const OUTAGE = 'ServiceUnavailableException';

/** Acts of each function in the order of its calls; the last one is repeated. */
export type Script = Record<string, Act[]>;

export interface Rehearsal {
  lab: ReturnType<typeof laboratory>;
  /** The calls of each function, with what they were called with. */
  calls: Map<string, JsonObject[]>;
  /** What a report that came too late was answered with. */
  late: string[];
  /** Makes one of our workflows from its definition. Any type will do: only Standard keeps a history to look at. */
  make(workflow: string): Promise<string>;
  /** Runs an execution to its end; says how it ended, and along which edges it went. */
  perform(workflow: string, input: JsonObject, name: string): Promise<Performed>;
  /** Waits for the end of an execution that another has begun. */
  follow(workflow: string, name: string): Promise<Performed>;
  /** Has an execution that failed go on, as an operator would, to its next end. */
  redrive(workflow: string, name: string): Promise<Performed>;
  describe(workflow: string, name: string): Promise<JsonObject>;
}

export interface Performed {
  status: string;
  result: Json | undefined;
  error: string | undefined;
  went: string[];
  /** How many state transitions AWS would bill. */
  billed: number;
}

/** The workflows that definitions start; all else that stands for an ARN is a function. */
const WORKFLOWS: Record<string, string> = { Undo: 'undo', Ride: 'ride' };

/** What a template puts in the place of a name. */
function substitution(name: string): string {
  if (name in NUMBERS) return String(NUMBERS[name]);
  return name in WORKFLOWS ? `${ARN}:${WORKFLOWS[name]}` : arnOfFunction(name);
}

/** The real definitions on the real engine, with functions that act as the script says, on a clock that waits for nobody. */
export function rehearse(script: Script): Rehearsal {
  const calls = new Map<string, JsonObject[]>();
  const late: string[] = [];
  const functions = Object.fromEntries(Object.keys(script).map((name) => [name, play(name)]));
  const lab = laboratory(functions);

  function play(name: string): Handler {
    return (event) => {
      const past = calls.get(name) ?? [];
      calls.set(name, [...past, event as JsonObject]);
      const acts = script[name] ?? [];
      return perform(acts[Math.min(past.length, acts.length - 1)] ?? answers(null), event as JsonObject);
    };
  }

  function perform(act: Act, { taskToken = '' }: JsonObject): Json | Promise<Json> {
    const report = async (operation: string, said: JsonObject) => {
      const { __type: refusal } = await lab.send(operation, { taskToken, ...said });
      if (refusal) late.push(String(refusal));
    };
    const succeed = (result: JsonObject) => void report('SendTaskSuccess', { output: JSON.stringify(result) });
    switch (act.does) {
      case 'answers':
        return act.result;
      case 'throws':
        throw named(act.error);
      case 'hangs':
        return new Promise(() => {});
      case 'reports':
        lab.clock.after(SECOND, () => succeed(act.result));
        break;
      case 'reportsAfter':
        lab.clock.after(act.seconds * SECOND, () => succeed(act.result));
        break;
      case 'reportsFault':
        lab.clock.after(SECOND, () => void report('SendTaskFailure', { error: act.error, cause: '{}' }));
        break;
      case 'works':
        // Kiosks report every eight seconds; half an hour outlasts every task.
        for (let at = 8; at < 1800; at += 8) lab.clock.after(at * SECOND, () => void report('SendTaskHeartbeat', {}));
        break;
    }
    return null;
  }

  const definitionOf = (workflow: string): Definition =>
    JSON.parse(definitionText(workflow).replace(/\$\{(\w+)\}/g, (_, name: string) => substitution(name)));

  /** All of a history: a workflow that retries for days has more events than one answer holds. */
  const historyOf = async (executionArn: string): Promise<JsonObject[]> => {
    const events: JsonObject[] = [];
    let nextToken: string | undefined;
    do {
      const page = await lab.send('GetExecutionHistory', {
        executionArn,
        maxResults: 1000,
        ...(nextToken && { nextToken }),
      });
      events.push(...page.events);
      nextToken = page.nextToken;
    } while (nextToken);
    return events;
  };

  const finish = async (workflow: string, arn: string): Promise<Performed> => {
    const { status, result, error } = await lab.finish(arn);
    const declared = JSON.parse(definitionText(workflow)) as Definition;
    const history = await historyOf(arn);
    return { status, result, error, went: edgesIn(history, declared), billed: billedTransitions(history) };
  };

  return {
    lab,
    calls,
    late,
    make(workflow) {
      const { States, ...fields } = definitionOf(workflow);
      return lab.create(States as unknown as JsonObject, fields as unknown as JsonObject, workflow);
    },
    perform: async (workflow, input, name) => finish(workflow, await lab.start(`${ARN}:${workflow}`, input, name)),
    follow: (workflow, name) => finish(workflow, executionArn(workflow, name)),
    async redrive(workflow, name) {
      const arn = executionArn(workflow, name);
      await lab.send('RedriveExecution', { executionArn: arn });
      return finish(workflow, arn);
    },
    describe: (workflow, name) => lab.describe(executionArn(workflow, name)),
  };
}
