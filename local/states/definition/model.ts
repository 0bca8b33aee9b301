import type { Template } from '../expressions/template.ts';
import type { Resource } from './resource.ts';

/** A definition as the interpreter runs it: checked, with every expression compiled. */
export interface Machine extends Block {
  timeoutSeconds: number | undefined;
}

/** States that refer to each other: a machine's, a Map's item processor's, a Parallel branch's. */
export interface Block {
  startAt: string;
  states: Map<string, State>;
}

export type State =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | MapState
  | ParallelState;

export type StateType = State['type'];

/** Where a state goes when it ends, and what it leaves behind. */
export interface Route {
  /** Undefined ends the block. */
  next: string | undefined;
  assign: Template | undefined;
  output: Template | undefined;
}

interface Named {
  name: string;
}

export interface PassState extends Named, Route {
  type: 'Pass';
}

interface Recoverable {
  retry: Retrier[];
  catch: Catcher[];
}

export interface Retrier {
  errorEquals: string[];
  intervalSeconds: number;
  attemptsMax: number;
  backoffRate: number;
  delaySecondsMax: number | undefined;
  hasJitter: boolean;
}

export interface Catcher extends Route {
  errorEquals: string[];
}

export interface TaskState extends Named, Route, Recoverable {
  type: 'Task';
  resource: Resource;
  arguments: Template | undefined;
  timeoutSeconds: Template | undefined;
  heartbeatSeconds: Template | undefined;
}

export interface ChoiceState extends Named {
  type: 'Choice';
  rules: Array<Route & { condition: Template }>;
  /** Taken where no rule applies; undefined fails the execution then. */
  otherwise: Route | undefined;
}

export interface WaitState extends Named, Route {
  type: 'Wait';
  seconds: Template | undefined;
  timestamp: Template | undefined;
}

export interface SucceedState extends Named, Route {
  type: 'Succeed';
}

export interface FailState extends Named {
  type: 'Fail';
  error: Template | undefined;
  cause: Template | undefined;
}

export interface MapState extends Named, Route, Recoverable {
  type: 'Map';
  items: Template | undefined;
  itemSelector: Template | undefined;
  processor: Block;
  concurrencyMax: Template | undefined;
  toleratedCount: Template | undefined;
  toleratedPercentage: Template | undefined;
}

export interface ParallelState extends Named, Route, Recoverable {
  type: 'Parallel';
  arguments: Template | undefined;
  branches: Block[];
}
