import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { acknowledgePattern } from '../acknowledge.ts';

function grant(grantee: IFunction, actions: string[], resource: string, resourceName: string): void {
  const arn = Stack.of(grantee).formatArn({ service: 'iot', resource, resourceName });
  grantee.addToRolePolicy(new PolicyStatement({ actions, resources: [arn] }));
  if (!resourceName.includes('*')) return;
  const reason = 'Kiosks come and go without a deployment, and each has topics and shadows under its own name.';
  acknowledgePattern(grantee, arn, reason);
}

/** Lets a function publish on the topics that `topics` matches (`*` stands for anything). */
export function grantPublish(publisher: IFunction, topics: string): void {
  grant(publisher, ['iot:Publish'], 'topic', topics);
}

/** Lets a function publish messages that stay: who subscribes later hears the last one. */
export function grantPublishRetained(publisher: IFunction, topics: string): void {
  grant(publisher, ['iot:Publish', 'iot:RetainPublish'], 'topic', topics);
}

/** Lets a function write one named shadow of every kiosk: it may command any of them. */
export function grantUpdateShadow(writer: IFunction, shadow: string): void {
  grant(writer, ['iot:UpdateThingShadow'], 'thing', `*/${shadow}`);
}

/** Lets a function read one named shadow of every kiosk. */
export function grantReadShadow(reader: IFunction, shadow: string): void {
  grant(reader, ['iot:GetThingShadow'], 'thing', `*/${shadow}`);
}
