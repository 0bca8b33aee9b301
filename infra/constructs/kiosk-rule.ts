import { Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnTopicRule } from 'aws-cdk-lib/aws-iot';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

export interface KioskRuleProps {
  description: string;
  /** The topic of all kiosks, whose fourth part is the thing. */
  topic: string;
  handler: IFunction;
}

/** Hands what kiosks publish on a topic to a function, together with the thing that the broker says it came from. */
export class KioskRule extends Construct {
  constructor(scope: Construct, id: string, { description, topic, handler }: KioskRuleProps) {
    super(scope, id);
    const rule = new CfnTopicRule(this, 'Rule', {
      topicRulePayload: {
        description,
        awsIotSqlVersion: '2016-03-23',
        // A kiosk's policy lets it publish under its own name only. What comes of a payload that has a `thing` of its
        // own is documented nowhere: the condition makes it not matter.
        sql: `SELECT *, topic(4) AS thing FROM '${topic}' WHERE kioskId = topic(4)`,
        actions: [{ lambda: { functionArn: handler.functionArn } }],
      },
    });
    handler.addPermission(id, {
      principal: new ServicePrincipal('iot.amazonaws.com'),
      sourceArn: rule.attrArn,
      sourceAccount: Stack.of(this).account,
      scope: this,
    });
  }
}
