import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type App, Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { freewheelApp } from '../../infra/app.ts';

interface Acknowledged {
  construct: IConstruct;
  rule: string;
  reason: string;
}

const appOf = (stage: string) => freewheelApp({ context: { stage, city: 'havenbrook' } });

/** The rules that cdk-nag finds broken, with what they are broken by: `AwsSolutions-IAM5[Resource::*]`. */
const findings = (app: App): string[] =>
  new AwsSolutionsChecks(app).validateScope(app).violations.map(({ ruleName }) => ruleName);

/** The same as if nobody had said anything in the template's favour. */
function allFindings(app: App): string[] {
  const asked = jest.spyOn(AwsSolutionsChecks.prototype as unknown as { isAcknowledged(): boolean }, 'isAcknowledged');
  asked.mockReturnValue(false);
  try {
    return findings(app);
  } finally {
    asked.mockRestore();
  }
}

function acknowledgedIn(app: App): Acknowledged[] {
  return app.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data as Record<string, string>))
      .map(([id, reason]) => ({ construct, rule: id.replace(/^annotation::/i, ''), reason })),
  );
}

describe('what cdk-nag says of the stacks', () => {
  let app: App;
  let acknowledged: Acknowledged[];

  beforeAll(() => {
    app = appOf('prod');
    acknowledged = acknowledgedIn(app);
  });

  it.each(['dev', 'prod'])('is nothing that is not answered, in the stage %s', (stage) => {
    const unanswered = findings(appOf(stage));

    expect(unanswered).toEqual([]);
  });

  it('is answered by a sentence, on the very construct', () => {
    const blanket = acknowledged.filter(({ construct }) => Stack.isStack(construct) || construct === app);
    const reasons = acknowledged.map(({ reason }) => reason);

    expect(acknowledged.length).toBeGreaterThan(0);
    expect(blanket).toEqual([]);
    for (const reason of reasons) expect(reason).toMatch(/^[A-Z].{30,}\.$/);
  });

  it('is answered only where something was said', () => {
    const found = new Set(allFindings(app));

    const answeredToNothing = acknowledged.map(({ rule }) => rule).filter((rule) => !found.has(rule));

    expect(answeredToNothing).toEqual([]);
  });

  it('is of no action that is granted by a wildcard', () => {
    const actions = allFindings(app).filter((rule) => rule.includes('[Action::'));

    expect(actions).toEqual([]);
  });

  it('is of no resource but those that are written down here', () => {
    const resources = allFindings(app).flatMap((rule) => /\[Resource::(.*)\]$/.exec(rule)?.[1] ?? []);

    const place = '<AWS::Region>:<AWS::AccountId>';
    const topics = ['kiosks/*/photos', 'kiosks/*/rentals/*', 'stations/*'];
    const executions = ['reconciliation', 'rental', 'repair', 'reservation', 'ride', 'undo'];
    expect(resources.sort()).toEqual(
      [
        '*',
        '<FootagePhotosC8F0E15D.Arn>/photos/*',
        '<SiteFeedE7DD896E.Arn>/gbfs/*',
        ...['bays', 'commands'].map((shadow) => `arn:<AWS::Partition>:iot:${place}:thing/*/${shadow}`),
        ...topics.map((topic) => `arn:<AWS::Partition>:iot:${place}:topic/freewheel/havenbrook/${topic}`),
        ...executions.map((name) => `arn:<AWS::Partition>:states:${place}:execution:havenbrook-prod-${name}:*`),
      ].sort(),
    );
  });
});
