import type { HistoryEvent } from '../../local/states/history.ts';
import type { JournalRecord } from '../../local/states/journal/journal.ts';
import type { JsonObject } from '../../local/states/json.ts';
import { type Definition, definitionText } from '../statemachines/definition.ts';
import { edgesIn, unvisited } from '../statemachines/edges.ts';
import { type Struck, TROUBLES, type Trouble } from './struck.ts';

/** The workflows that a simulated day is about. */
const WORKFLOWS = ['rental', 'ride', 'undo'] as const;

const definitionOf = (workflow: string) => JSON.parse(definitionText(workflow)) as Definition;

function onTheWire({ id, previousEventId, type, at, details }: HistoryEvent): JsonObject {
  return { id, previousEventId, type, timestamp: at / 1000, detailsEventDetails: details ?? {} };
}

/** The histories of all executions in a journal, with the workflow of each. */
function historiesIn(journal: readonly string[]): Array<{ workflow: string; history: JsonObject[] }> {
  const executions = new Map<number, { workflow: string; history: JsonObject[] }>();
  for (const line of journal) {
    const record = JSON.parse(line) as JournalRecord;
    if (record.kind === 'started')
      executions.set(record.head.id, { workflow: record.head.machineName.split('-').at(-1) ?? '', history: [] });
    if (record.kind !== 'turn') continue;
    const events = record.changes.flatMap((change) => (change.kind === 'event' ? [onTheWire(change.event)] : []));
    executions.get(record.id)?.history.push(...events);
  }
  return [...executions.values()];
}

/** How often simulated days have gone along each edge of the workflows, and what went wrong on them. */
export interface Coverage {
  /** Takes a day in; gives the edges along which it went, each once. */
  add(day: { journal: readonly string[]; struck: Struck }): string[];
  /** How many days have gone along an edge. */
  visits(edge: string): number;
  /** What to print: for each workflow, and of all that can go wrong, how much of it days have seen, and what they have not. */
  report(): string[];
  /** What no day has seen, each with its workflow. */
  unseen(): string[];
}

export function coverage(): Coverage {
  const days = new Map<string, number>();
  const troubles = new Map<Trouble, number>();
  const missedIn = (workflow: string): string[] => {
    const went = [...days.keys()].filter((edge) => edge.startsWith(`${workflow}: `));
    const edges = went.map((edge) => edge.slice(workflow.length + 2));
    return unvisited(definitionOf(workflow), edges);
  };
  const spared = () => TROUBLES.filter((one) => !troubles.has(one));
  return {
    add({ journal, struck }) {
      for (const [trouble, times] of struck) troubles.set(trouble, (troubles.get(trouble) ?? 0) + times);
      const went = new Set(
        historiesIn(journal)
          .filter(({ workflow }) => (WORKFLOWS as readonly string[]).includes(workflow))
          .flatMap(({ workflow, history }) =>
            edgesIn(history, definitionOf(workflow)).map((edge) => `${workflow}: ${edge}`),
          ),
      );
      for (const edge of went) days.set(edge, (days.get(edge) ?? 0) + 1);
      return [...went];
    },
    visits: (edge) => days.get(edge) ?? 0,
    report: () => [
      ...WORKFLOWS.flatMap((workflow) => {
        const [all, missed] = [unvisited(definitionOf(workflow), []), missedIn(workflow)];
        return [
          `${workflow}: ${all.length - missed.length} of ${all.length} states and edges`,
          ...missed.map((one) => `  never: ${one}`),
        ];
      }),
      `${TROUBLES.length - spared().length} of ${TROUBLES.length} things that can go wrong did`,
      ...TROUBLES.map((one) => `  ${troubles.get(one) ?? 'never'}: ${one}`),
    ],
    unseen: () => [
      ...WORKFLOWS.flatMap((workflow) => missedIn(workflow).map((one) => `${workflow}: ${one}`)),
      ...spared(),
    ],
  };
}
