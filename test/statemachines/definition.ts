import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Retrier {
  ErrorEquals: string[];
  MaxAttempts?: number;
}

/** A state as far as these tests look at it. */
export interface State {
  Type: string;
  Comment?: string;
  Resource?: string;
  Next?: string;
  Default?: string;
  Choices?: Array<{ Next: string }>;
  TimeoutSeconds?: number;
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

export const STATE_MACHINES = join(__dirname, '..', '..', 'statemachines');

export function definitionText(workflow: string): string {
  return readFileSync(join(STATE_MACHINES, workflow, 'definition.asl.json'), 'utf8');
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
