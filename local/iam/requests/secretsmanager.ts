import { jsonAsking, type Operation, textOf } from './asking.ts';

const onSecret =
  (action: string): Operation =>
  ({ SecretId: id }, { secretArn }) => ({ action: `secretsmanager:${action}`, resource: secretArn(textOf(id)) });

/** Service Authorization Reference, "Actions, resources, and condition keys for AWS Secrets Manager". */
export const secretsmanagerAsking = jsonAsking({
  DescribeSecret: onSecret('DescribeSecret'),
  GetSecretValue: onSecret('GetSecretValue'),
  ListSecrets: () => ({ action: 'secretsmanager:ListSecrets', resource: '*' }),
  PutSecretValue: onSecret('PutSecretValue'),
});
