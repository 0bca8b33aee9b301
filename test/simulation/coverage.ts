import type { HistoryEvent } from '../../local/states/history.ts';
import type { JournalRecord } from '../../local/states/journal/journal.ts';
import type { JsonObject } from '../../local/states/json.ts';
import { type Definition, definitionText } from '../statemachines/definition.ts';
import { edgesIn, unvisited } from '../statemachines/edges.ts';

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

/** How often simulated days have gone along each edge of the workflows. */
export interface Coverage {
  /** Takes a day's journal in; gives the edges along which it went, each once. */
  add(journal: readonly string[]): string[];
  /** How many days have gone along an edge. */
  visits(edge: string): number;
  /** What to print, a line for each workflow, and the states and edges that no day has seen. */
  report(): string[];
}

export function coverage(): Coverage {
  const days = new Map<string, number>();
  return {
    add(journal) {
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
    report: () =>
      WORKFLOWS.flatMap((workflow) => {
        const definition = definitionOf(workflow);
        const went = [...days.keys()]
          .filter((edge) => edge.startsWith(`${workflow}: `))
          .map((edge) => edge.slice(workflow.length + 2));
        const [all, missed] = [unvisited(definition, []), unvisited(definition, went)];
        return [
          `${workflow}: ${all.length - missed.length} of ${all.length} states and edges`,
          ...missed.map((one) => `  never: ${one}`),
        ];
      }),
  };
}
