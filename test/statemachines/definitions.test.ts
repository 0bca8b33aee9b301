import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { pictures } from '../../scripts/draw-workflows.ts';
import { type Definition, definitionText, STATE_MACHINES, statesOf } from './definition.ts';
import { blocksOf, deadEnds, loopsIn, unreached } from './graph.ts';

const ROOT = join(__dirname, '..', '..');

const workflows = readdirSync(STATE_MACHINES).map((workflow) => {
  const definition = JSON.parse(definitionText(workflow)) as Definition;
  return { workflow, definition, states: statesOf(definition) };
});
const allStates = workflows.flatMap(({ workflow, states }) =>
  states.map(([name, state]) => ({ where: `${workflow}: ${name}`, state })),
);
const tasks = allStates.filter(({ state }) => state.Type === 'Task');

/** Names that AWS defines; the rest are ours. */
const isOurs = (name: string) => !/^(States|Lambda|StepFunctions)\./.test(name);
const named = new Set(
  tasks
    .flatMap(({ state }) => [...(state.Retry ?? []), ...(state.Catch ?? [])])
    .flatMap((rule) => rule.ErrorEquals)
    .filter(isOurs),
);

/** The names of the error classes that a folder of functions exports, or one file in it. */
const sourcesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

function errorClasses(service: string, ...only: string[]): string[] {
  const folder = join(ROOT, 'functions', service);
  const files = only.length > 0 ? only : sourcesIn(folder);
  const sources = files.map((file) => readFileSync(join(folder, file), 'utf8'));
  return sources.flatMap((source) =>
    [...source.matchAll(/export class (\w+) extends NamedError/g)].map(([, name]) => String(name)),
  );
}

describe('every definition', () => {
  it.each(workflows)(
    'speaks JSONata and has a picture-sized number of states ($workflow)',
    ({ definition, states }) => {
      expect(definition.QueryLanguage).toBe('JSONata');
      expect(states.length).toBeLessThanOrEqual(25);
    },
  );

  it.each(allStates)('says why the state is there ($where)', ({ state }) => {
    expect(state.Comment).toMatch(/\.$/);
  });

  it.each(tasks)('bounds the task, retries it, and catches or says why not ($where)', ({ where, state }) => {
    const explains = /No Catch/.test(state.Comment ?? '') || where.startsWith('undo:');
    expect(typeof state.TimeoutSeconds === 'string' ? 1 : state.TimeoutSeconds).toBeGreaterThan(0);
    expect(state.Retry).not.toHaveLength(0);
    expect(state.Catch !== undefined || explains).toBe(true);
  });

  it.each(tasks)('names what makes a retry safe ($where)', ({ state }) => {
    expect(state.Comment).toMatch(/Idempotency key|retry needs no key|carries out once/);
  });

  it.each(pictures())('is drawn in its README as it is ($file)', ({ written, drawn }) => {
    expect(written).toBe(drawn);
  });
});

/** The loops that there may be. Each time round, something has happened in the world: a machine failed, or somebody came. */
const LOOPS: Record<string, string[][]> = {
  rental: [['Vouch for the rider', 'Move the bike', 'Swap the bike']],
  repair: [
    ['May it be ridden until then?', 'Await a mechanic', 'Raise its priority'],
    ['Take it out of service', 'Await the bike', 'Is it out of service?'],
    [
      ...['Await the repair', 'Report the repair late', 'Await the inspection', 'Report the inspection late'],
      'Did it pass?',
    ],
  ],
};

describe('the ways through a definition', () => {
  it.each(workflows)('reach every state, and from every state an end ($workflow)', ({ definition }) => {
    const blocks = blocksOf(definition);

    expect(blocks.flatMap(unreached)).toEqual([]);
    expect(blocks.flatMap(deadEnds)).toEqual([]);
  });

  it.each(workflows)('wait for what they are told, and never ask again and again ($workflow)', ({ states }) => {
    const pausing = states.filter(([, { Type, Timestamp }]) => Type === 'Wait' && Timestamp === undefined);

    expect(pausing).toEqual([]);
  });

  it.each(workflows)(
    'lead back only to another bike, to another wait for somebody, or to the next page of a list ($workflow)',
    (machine) => {
      const { workflow, definition, states } = machine;
      const paging = states.filter(([, { Arguments }]) => /\bcursor\b/.test(JSON.stringify(Arguments ?? {})));
      const readsPages = (loop: string[]) => paging.some(([name]) => loop.includes(name));

      const loops = blocksOf(definition).flatMap(loopsIn);

      expect(loops.filter((loop) => !readsPages(loop))).toEqual(LOOPS[workflow] ?? []);
    },
  );
});

describe('a definition that polls', () => {
  const polling: Pick<Definition, 'StartAt' | 'States'> = {
    StartAt: 'Ask',
    States: {
      Ask: { Type: 'Task', Next: 'Is it there?' },
      'Is it there?': { Type: 'Choice', Choices: [{ Next: 'Pause' }], Default: 'Pause' },
      Pause: { Type: 'Wait', Next: 'Ask' },
      'Nobody comes here': { Type: 'Succeed' },
    },
  };

  it('would be found by its loop, and so would what nothing leads to', () => {
    expect(loopsIn(polling)).toEqual([['Ask', 'Is it there?', 'Pause']]);
    expect(deadEnds(polling)).toEqual(['Ask', 'Is it there?', 'Pause']);
    expect(unreached(polling)).toEqual(['Nobody comes here']);
  });
});

/** Refusals that no workflow can meet with. */
const BEYOND_WORKFLOWS: Record<string, string> = {
  FactRefused: 'Facts reach storage by the topic rule.',
  TransitionRefused: 'Staff is told in which state the bike is.',
  PhotoUnknown: 'A kiosk asks to send a photo by the front end.',
  StationUnknown: 'A kiosk asks what is nearby by the front end.',
  RefundRefused: 'An operator asks for a refund.',
  WorkOrderTaken: 'A mechanic works on it, by the front end.',
  OwnWork: 'Somebody else inspects it, by the front end.',
  WorkPhotoMissing: 'A mechanic ends the work with a photo, by the front end.',
  PhotosTooMany: 'A mechanic has taken enough photos of it, by the front end.',
  WorkOrderOutOfTurn: 'A mechanic works on it, by the front end.',
};
/** Faults that pass: a workflow tries again, whatever their name. */
const PASSING = ['AcquirerUnavailable'];

describe('the errors that definitions name', () => {
  it('are all exported by a service', () => {
    const services = readdirSync(join(ROOT, 'functions'));
    const exported = new Set(services.flatMap((service) => errorClasses(service)));

    const unknown = [...named].filter((name) => !exported.has(name));

    expect(unknown).toEqual([]);
  });

  it('cover every refusal of the services that workflows call', () => {
    const services = ['identity', 'bikes', 'storage', 'payments', 'workshop'];
    const refusals = services.flatMap((service) => errorClasses(service, 'errors.ts'));

    const unhandled = refusals.filter(
      (name) => !named.has(name) && !(name in BEYOND_WORKFLOWS) && !PASSING.includes(name),
    );

    expect(unhandled).toEqual([]);
  });
});
