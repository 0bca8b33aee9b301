import { Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnTopicRule } from 'aws-cdk-lib/aws-iot';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { factTopic } from '../../functions/storage/contract.ts';

/** Hands every fact that a kiosk publishes to storage, together with the thing that the broker says it came from. */
export class FactRule extends Construct {
  constructor(scope: Construct, id: string, { city, recordFact }: { city: string; recordFact: IFunction }) {
    super(scope, id);
    const rule = new CfnTopicRule(this, 'Rule', {
      topicRulePayload: {
        description: 'What kiosks report of commands, bikes and doors',
        awsIotSqlVersion: '2016-03-23',
        // The thing is the topic's fourth part, and a kiosk's policy lets it publish under its own name only. What
        // comes of a payload that has a `thing` of its own is documented nowhere: the condition makes it not matter.
        sql: `SELECT *, topic(4) AS thing FROM '${factTopic(city, '+')}' WHERE kioskId = topic(4)`,
        actions: [{ lambda: { functionArn: recordFact.functionArn } }],
      },
    });
    recordFact.addPermission('FactRule', {
      principal: new ServicePrincipal('iot.amazonaws.com'),
      sourceArn: rule.attrArn,
      sourceAccount: Stack.of(this).account,
      scope: this,
    });
  }
}
