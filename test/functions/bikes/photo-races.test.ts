import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { useDynamo } from '../dynamo.ts';
import { chances, Interleaving, retried } from '../interleaving.ts';
import { footage, PHOTO } from './footage.ts';

const dynamo = useDynamo();

const RUNS = { numRuns: 40 };
jest.setTimeout(120_000);

describe('photos that race', () => {
  it('are kept whatever says that there is none, and the newest task is told', async () => {
    await fc.assert(
      fc.asyncProperty(chances(5), async (chosen) => {
        const interleaving = new Interleaving(chosen);
        const bikes = await footage(dynamo, undefined, interleaving);
        const often = (work: () => Promise<unknown>) => () => retried(work, 50);
        await interleaving.run([often(() => bikes.checkOut('task-1'))]);

        await interleaving.run([
          often(() => bikes.checkOut('task-2')),
          often(() => bikes.recorded()),
          often(() => bikes.recorded()),
          often(() => bikes.failed()),
          often(() => bikes.gap()),
        ]);

        const photo = await bikes.album.read(PHOTO);
        expect(photo).toMatchObject({ status: 'stored', taskToken: 'task-2' });
        expect(bikes.heard.map((line) => line.split(' ')[0])).toContain('task-2');
        expect(bikes.told.map((line) => line.split(' ')[0])).toContain('PhotoStored');
      }),
      RUNS,
    );
  });

  it('are given up once where none comes, for one reason and since one moment', async () => {
    await fc.assert(
      fc.asyncProperty(chances(5), async (chosen) => {
        const interleaving = new Interleaving(chosen);
        const bikes = await footage(dynamo, undefined, interleaving);
        const often = (work: () => Promise<unknown>) => () => retried(work, 50);
        await interleaving.run([often(() => bikes.checkOut('task-1'))]);

        await interleaving.run([often(() => bikes.failed()), often(() => bikes.gap()), often(() => bikes.failed())]);

        const photo = await bikes.album.read(PHOTO);
        const missing = bikes.told.filter((line) => line.startsWith('PhotoMissing'));
        expect(photo?.status).toBe('missing');
        expect(new Set(missing)).toEqual(new Set([`PhotoMissing at ${photo?.missing?.at}`]));
        expect(new Set(bikes.heard)).toEqual(
          new Set([`task-1 failed with PhotoUnavailable: ${photo?.missing?.reason}`]),
        );
      }),
      RUNS,
    );
  });
});
