import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CaseKind } from '../../../functions/operations/contract.ts';
import { SAYINGS } from '../../../functions/operations/discrepancy-case.ts';
import { OWNERS, sentences, type WorkflowName } from '../../../functions/operations/remedies.ts';

const runbook = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'operations.md'), 'utf8');
const entries = new Map(
  runbook
    .split(/^### /m)
    .slice(1)
    .map((entry): [string, string] => [entry.split('\n')[0] ?? '', entry]),
);

const owners: Record<string, string> = {
  ...OWNERS,
  bikeMissing: 'fleet',
  guessingNoticed: 'operations',
  repairLate: 'fleet',
  ...Object.fromEntries(Object.entries(SAYINGS).map(([what, { owner }]) => [what, owner])),
};

describe('the runbook', () => {
  it('has an entry for each workflow and each kind of trouble, and for nothing else', () => {
    expect([...entries.keys()].sort()).toEqual(Object.keys(owners).sort());
    expect(CaseKind.options).toEqual(['workflowFailed', 'bikeMissing', 'discrepancy', 'guessingNoticed', 'repairLate']);
  });

  it.each(Object.entries(owners))(
    'says of %s what it is, how to look into it, what to do, and that %s owns it',
    (name, owner) => {
      const entry = entries.get(name) ?? '';

      for (const part of ['Description', 'Investigation', 'Resolution']) expect(entry).toContain(`**${part}.**`);
      expect(entry.replace(/\s+/g, ' ')).toContain(`owns it: ${owner}`);
    },
  );
});

describe('the sentences of a case', () => {
  const workflows = Object.keys(OWNERS) as WorkflowName[];
  const ends = ['FAILED', 'TIMED_OUT', 'ABORTED', 'SUCCEEDED'];
  const errors = ['TokenRefused', 'BikeUnknown', 'PaymentClosed', 'SomethingElse', undefined];

  it.each(workflows.flatMap((workflow) => ends.map((end) => [workflow, end] as const)))(
    'are sentences, whatever ended a %s: %s',
    (workflow, end) => {
      for (const error of errors) {
        const { summary, remedy } = sentences(workflow, 'r-1', end, error);

        expect([summary, remedy]).toEqual([expect.stringMatching(/^[A-Z].+\.$/), expect.stringMatching(/^[A-Z].+\.$/)]);
        expect(summary + remedy).not.toMatch(/undefined|_/);
      }
    },
  );

  it('name the error that is to be mended, and what it asks for', () => {
    const { summary, remedy } = sentences('undo', 'the rental r-1', 'FAILED', 'TokenRefused');

    expect(summary).toBe('What the rental r-1 had taken was not given back in full: TokenRefused.');
    expect(remedy).toContain('a redrive cannot help');
  });
});
