import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it } from '@jest/globals';
import { CASE_FUNCTIONS, type CaseFunctions, readRequest, workOnCases } from '../../cities/cases.ts';
import type { Case } from '../../functions/operations/contract.ts';
import { awsAnswers } from '../functions/aws-answers.ts';

const CASE: Case = {
  caseId: 'workflow/rental/r-1',
  kind: 'workflowFailed',
  status: 'open',
  owner: 'operations',
  summary: 'The rental r-1 stopped.',
  remedy: 'Redrive it.',
  openedAt: '2026-05-01T10:00:00.000Z',
  changedAt: '2026-05-01T10:00:00.000Z',
  error: 'BikeUnknown',
  log: [{ at: '2026-05-01T10:00:00.000Z', operator: 'freewheel', did: 'saw the workflow end: FAILED, BikeUnknown' }],
};
const functions = Object.fromEntries(CASE_FUNCTIONS.map((name) => [name, `the-${name}`])) as CaseFunctions;

let close = async () => {};
afterEach(() => close());

/** Asks as an operator does, of functions that answer so. */
async function ask(request: Parameters<typeof workOnCases>[0], ...answers: Parameters<typeof awsAnswers>) {
  const aws = await awsAnswers(...answers);
  const lambda = new LambdaClient(aws.settings);
  close = async () => {
    lambda.destroy();
    await aws.close();
  };
  const lines = await workOnCases(request, { lambda, functions, operator: 'Kim' });
  const asked = aws.asked.map(({ path, body }) => ({ function: path.split('/')[3], ...JSON.parse(body) }));
  return { asked, lines };
}

describe('what an operator asks', () => {
  it.each([
    [['list'], {}, { action: 'list' }],
    [['list'], { status: 'closed' }, { action: 'list', status: 'closed' }],
    [['show', 'a'], {}, { action: 'show', caseId: 'a' }],
    [['redrive', 'a'], {}, { action: 'redrive', caseId: 'a' }],
    [['close', 'a'], { note: 'done' }, { action: 'close', caseId: 'a', note: 'done' }],
    [[], { help: true }, { action: 'help' }],
  ])('is understood: %j %j', (words, options, request) => {
    expect(readRequest(words, options)).toEqual(request);
  });

  it.each([
    [[], {}],
    [['dance'], {}],
    [['dance', 'a'], {}],
    [['list'], { status: 'lost' }],
    [['show'], {}],
    [['close', 'a'], {}],
  ])('is not guessed: %j %j', (words, options) => {
    expect(readRequest(words, options)).toBeUndefined();
  });

  it('lists all pages, with what happened', async () => {
    const page = (answer: object) => ({ status: 200, body: answer });
    const other = { ...CASE, caseId: 'missing/r-2-1' };

    const { asked, lines } = await ask(
      { action: 'list' },
      page({ cases: [CASE], cursor: 'next' }),
      page({ cases: [other] }),
    );

    expect(asked).toEqual([{ function: 'the-ListCases' }, { function: 'the-ListCases', cursor: 'next' }]);
    expect(lines[0]).toMatch(/open.+operations.+workflow\/rental\/r-1\n.+The rental r-1 stopped\./);
    expect(lines).toHaveLength(2);
  });

  it('says so where there are none', async () => {
    const { lines } = await ask({ action: 'list', status: 'open' }, { status: 200, body: { cases: [] } });

    expect(lines).toEqual(['No cases.']);
  });

  it('shows all that is known of a case', async () => {
    const { lines } = await ask({ action: 'show', caseId: CASE.caseId }, { status: 200, body: CASE });

    expect(lines.join('\n')).toContain('what to do  Redrive it.');
    expect(lines.join('\n')).toContain('error       BikeUnknown');
    expect(lines.at(-1)).toBe('  2026-05-01T10:00:00.000Z  freewheel saw the workflow end: FAILED, BikeUnknown');
  });

  it.each([
    [
      { action: 'redrive', caseId: 'a' },
      { function: 'the-RedriveCase', caseId: 'a', operator: 'Kim' },
    ],
    [
      { action: 'close', caseId: 'a', note: 'done' },
      { function: 'the-CloseCase', caseId: 'a', operator: 'Kim', note: 'done' },
    ],
  ] as const)('is done in the name of who asks: %j', async (request, command) => {
    const { asked } = await ask(request, { status: 200, body: CASE });

    expect(asked).toEqual([command]);
  });

  it("is refused in the service's own words", async () => {
    const refused = { errorType: 'CaseClosed', errorMessage: 'The case a was closed.' };
    const answer = { status: 200, headers: { 'x-amz-function-error': 'Unhandled' }, body: refused };

    await expect(ask({ action: 'redrive', caseId: 'a' }, answer)).rejects.toThrow('CaseClosed: The case a was closed.');
  });
});

describe('the command line', () => {
  const run = (...words: string[]) => {
    const file = join(__dirname, '..', '..', 'cities', 'cases-command.ts');
    return spawnSync(process.execPath, [file, ...words], { encoding: 'utf8' });
  };

  it('helps whoever asks for help', () => {
    const { status, stdout } = run('--help');

    expect({ status, says: stdout.includes('redrive ID') }).toEqual({ status: 0, says: true });
  });

  it.each([[['dance']], [['list', '--colour', 'red']], [[]]])(
    'ends with 2 where it does not understand: %j',
    (words) => {
      const { status, stderr } = run(...words);

      expect(status).toBe(2);
      expect(stderr).toContain('npm run cases');
    },
  );

  it('ends with 1 and says why where the city is not deployed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'freewheel-cases-'));
    writeFileSync(join(folder, 'outputs.json'), '{}');

    const { status, stderr } = run('list', '--outputs', join(folder, 'outputs.json'));
    rmSync(folder, { recursive: true });

    expect(status).toBe(1);
    expect(stderr).toContain('lack ListCases, ShowCase, RedriveCase, CloseCase');
  });
});
