import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Context } from 'aws-lambda';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { Relayed } from '../../functions/shared/errors.ts';
import { eventHandler } from '../../functions/shared/event-handler.ts';
import { httpHandler } from '../../functions/shared/http-handler.ts';
import { workflowHandler } from '../../functions/shared/workflow-handler.ts';
import { captureLog } from './shared/captured-log.ts';
import { httpEvent } from './shared/http-event.ts';

const context = { awsRequestId: 'request-1' } as Context;
const FORGED = '{"level":"ERROR","message":"forged"}';
/** What a terminal or a reader of lines could take for more than text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

const HOSTILE: [string, string][] = [
  ['a line of its own', `x\n${FORGED}`],
  ['a line as Windows ends it', `x\r\n${FORGED}`],
  ['a line as Unicode ends it', `x\u2028${FORGED}`],
  ['the next line of C1', `x\u0085${FORGED}`],
  ['an escape that clears the screen', 'x\u001b[2J\u001b[H'],
  ['an escape in one character', 'x\u009b2J'],
  ['an end of the text', 'x\u0000y'],
  ['the end of its JSON', `","level":"ERROR","message":"forged`],
  ['ten thousand characters', 'word '.repeat(2_000)],
];

let log: string[] = [];
beforeEach(() => {
  log = captureLog();
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** Every way in which somebody's words come near a log: as an id in a path, in a command or an event, and in an error. */
const WAYS: Record<string, (words: string) => Promise<unknown>> = {
  'an id in a path': (words) =>
    httpHandler({
      bind: () => async () => {
        throw new Relayed('RentalUnknown', 'There is none.');
      },
    })(httpEvent({ rentalId: words, kioskId: words }), context),
  'the message of a fault': (words) =>
    httpHandler({
      bind: () => async () => {
        throw new Error(words);
      },
    })(httpEvent(), context),
  'the cause of a refusal': (words) =>
    httpHandler({
      bind: () => async () => {
        throw Object.assign(new Relayed('ServiceUnavailable', 'Busy.'), { cause: new Error(words) });
      },
    })(httpEvent(), context),
  'an id in a command': (words) =>
    workflowHandler({
      command: z.object({ rentalId: z.string() }),
      bind: () => async () => {
        throw new Error(words);
      },
    })({ rentalId: words, bikeId: words, commandId: words }, context),
  'a name in a command that is not known': (words) =>
    workflowHandler({ command: z.strictObject({}), bind: () => async () => undefined })({ [words]: 1 }, context),
  'an id in an event': (words) =>
    eventHandler({
      detail: z.object({}),
      bind: () => async () => {
        throw new Relayed('BikeUnknown', words);
      },
    })({ detail: { kioskId: words, photoId: words } }, context),
};

const ways = Object.keys(WAYS);

async function write(way: string, words: string): Promise<string[]> {
  log.length = 0;
  await WAYS[way]?.(words).catch(() => undefined);
  return log.flatMap((text) => text.replace(/\n$/, '').split('\n'));
}

describe('a line of the log', () => {
  it.each(ways.flatMap((way) => HOSTILE.map(([what, words]) => ({ way, what, words }))))(
    'is one, and ours, with $what as $way',
    async ({ way, words }) => {
      const lines = await write(way, words);

      expect(lines).toHaveLength(1);
      expect(lines[0]).not.toMatch(CONTROL);
      expect(JSON.parse(lines[0] ?? '')).not.toMatchObject({ message: 'forged' });
    },
  );

  it('is short, however long an id in a path is', async () => {
    const [line = ''] = await write('an id in a path', 'x-'.repeat(5_000));

    expect(line.length).toBeLessThan(1_000);
  });

  it('is one, whatever is written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ways), fc.string({ unit: 'binary' }), async (way, words) => {
        const lines = await write(way, words);

        expect(lines).toHaveLength(1);
        expect(lines[0]).not.toMatch(CONTROL);
      }),
    );
  });
});
