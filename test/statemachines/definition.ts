import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Retrier {
  ErrorEquals: string[];
  MaxAttempts?: number;
  IntervalSeconds?: number;
  BackoffRate?: number;
  MaxDelaySeconds?: number;
}

/** A state as far as these tests look at it. */
export interface State {
  Type: string;
  Comment?: string;
  Resource?: string;
  Arguments?: unknown;
  /** When a Wait ends: a moment that was agreed on, and no pause between two questions. */
  Timestamp?: string;
  Next?: string;
  Default?: string;
  Choices?: Array<{ Next: string }>;
  /** A number, or an expression over what was substituted. */
  TimeoutSeconds?: number | string;
  HeartbeatSeconds?: number;
  Retry?: Retrier[];
  Catch?: Array<{ ErrorEquals: string[]; Next: string }>;
  ItemProcessor?: { StartAt: string; States: Record<string, State> };
}

export interface Definition {
  QueryLanguage: string;
  TimeoutSeconds?: number;
  StartAt: string;
  States: Record<string, State>;
}

export const STATE_MACHINES = join(import.meta.dirname, '..', '..', 'statemachines');

export function definitionText(workflow: string): string {
  return readFileSync(join(STATE_MACHINES, workflow, 'definition.asl.json'), 'utf8');
}

/** What the template puts into a definition besides ARNs. The city's own figures are held to these in a test. */
export const NUMBERS: Record<string, number> = { OverdueSeconds: 24 * 60 * 60, MissingSeconds: 48 * 60 * 60 };

/** Every way out of a state, by the names of the states that it leads to. */
export function waysOut({ Next, Default, Choices = [], Catch = [] }: State): string[] {
  const all = [Next, Default, ...Choices.map((rule) => rule.Next), ...Catch.map((rule) => rule.Next)];
  return [...new Set(all.filter((name) => name !== undefined))];
}

/** All states by name, those inside a Map too: AWS lets no two states of a workflow share a name. */
export function statesOf({ States }: Pick<Definition, 'States'>): Array<[string, State]> {
  return Object.entries(States).flatMap(
    ([name, state]): Array<[string, State]> => [
      [name, state],
      ...statesOf({ States: state.ItemProcessor?.States ?? {} }),
    ],
  );
}
