import type { Engine } from './engine.ts';
import { apply, type Execution, newExecution } from './execution.ts';
import type { HistoryEvent } from './history.ts';
import type { Journal, JournalRecord, Place, Sink } from './journal/journal.ts';
import type { MachineRevision } from './machines.ts';

/** Does to the engine's memory what a record says was done. No expression is evaluated, and nothing is called. */
export function replay({ register, machines }: Engine, record: JournalRecord, place: Place): void {
  switch (record.kind) {
    case 'machine':
      machines.put(record.machine);
      break;
    case 'machineDeleted':
      machines.delete(record.arn);
      break;
    case 'started':
      register.add(newExecution(record.head));
      break;
    case 'execution': {
      const threads = new Map(record.threads.map((thread) => [thread.id, thread]));
      register.add({ ...newExecution(record.head), threads });
      break;
    }
    case 'history':
      register.addPlace(record.id, place);
      break;
    case 'turn': {
      const execution = register.byId(record.id);
      if (!execution) break;
      for (const change of record.changes) apply(execution, change);
      if (record.changes.some(({ kind }) => kind === 'event')) register.addPlace(record.id, place);
    }
  }
}

/** A task that was under way when the journal ended. */
export interface OpenTask {
  thread: number;
  attempt: number;
  child: string | null;
  isSubmitted: boolean;
}

export function openTasks({ status, threads }: Execution): OpenTask[] {
  if (status !== 'RUNNING') return [];
  return [...threads.values()].flatMap(({ id, status, activity }) => {
    if (status !== 'running' || activity?.kind !== 'task') return [];
    const { attempt, child, isSubmitted } = activity;
    return [{ thread: id, attempt, child, isSubmitted }];
  });
}

/** Definitions that are still current, or that an execution keeps. */
function usedMachines({ machines, register }: Engine): MachineRevision[] {
  const used = new Set<MachineRevision | undefined>(machines.list());
  for (const { machineArn, revision } of register.list()) used.add(machines.revision(machineArn, revision));
  return machines.all().filter((machine) => used.has(machine));
}

/** An execution between two of its steps, copied: threads are changed in place. */
async function stillOf(engine: Engine, execution: Execution): Promise<JournalRecord> {
  let record: JournalRecord | undefined;
  await engine.post(execution, () => {
    const { threads, ...head } = execution;
    record = { kind: 'execution', head, threads: Array.from(threads.values(), (thread) => ({ ...thread })) };
  });
  if (!record) throw new Error(`${execution.arn} took no still.`);
  return record;
}

/** The events that the records at these places hold. */
export async function eventsAt(journal: Journal, places: readonly Place[]): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  for (const place of places) {
    const record = await journal.read(place);
    if (record.kind === 'history') events.push(...record.events);
    if (record.kind !== 'turn') continue;
    for (const change of record.changes) if (change.kind === 'event') events.push(change.event);
  }
  return events;
}

/**
 * Writes everything the engine knows. Executions go on meanwhile: one that is written late already shows changes
 * whose records come after the snapshot, and making those again does no harm. Resolves with what is to be done once
 * the snapshot is in force: histories are then read from it.
 */
export async function writeSnapshot(
  engine: Engine,
  journal: Journal,
  sink: Sink,
  isOld: (place: Place) => boolean,
): Promise<() => void> {
  for (const machine of usedMachines(engine)) await sink({ kind: 'machine', machine });
  const moved = new Map<number, Place>();
  for (const execution of [...engine.register.list()]) {
    if (execution.isExpress) continue;
    await sink(await stillOf(engine, execution));
    const old = engine.register.placesOf(execution.id).filter(isOld);
    if (old.length === 0) continue;
    moved.set(execution.id, await sink({ kind: 'history', id: execution.id, events: await eventsAt(journal, old) }));
  }
  return () => {
    for (const [id, place] of moved) {
      const later = engine.register.placesOf(id).filter((known) => !isOld(known));
      engine.register.setPlaces(id, [place, ...later]);
    }
  };
}
