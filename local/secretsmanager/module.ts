import { createHash } from 'node:crypto';
import type { DeployedResource, HostContext, HostModule, ResourceKind } from '../module.ts';
import { jsonService } from '../wire/json-service.ts';
import { type GenerateSecretString, generate } from './generate.ts';
import { operations } from './operations.ts';
import { secrets as openSecrets, type Secrets, withoutSuffix } from './secrets.ts';

export interface SecretsManagerModule extends HostModule {
  /** The ARN of the secret that a name or an ARN stands for; the id itself where there is no such secret. */
  secretArn(id: string): string;
}

interface SecretProperties {
  Description?: string;
  SecretString?: string;
  GenerateSecretString?: GenerateSecretString;
}

function nameOf(declared: Record<string, unknown>, otherwise: string, logicalId: string): string {
  const name = declared['Name'] ?? otherwise;
  if (typeof name === 'string') return name;
  throw new Error(`The secret ${logicalId} needs a name that is plain text.`);
}

/**
 * As CloudFormation does: a value is put where the template says another one than last time. What somebody has put
 * past the template stays.
 */
function deploySecret(secrets: Secrets, { clock, random }: HostContext, resource: DeployedResource): void {
  const { ref: arn, logicalId, declared: said, physicalName } = resource;
  const { Description = '', SecretString: value, GenerateSecretString: asked }: SecretProperties = resource.properties;
  if (value !== undefined && asked)
    throw new Error(`The secret ${logicalId} has both a SecretString and a GenerateSecretString.`);
  const declared = createHash('sha256')
    .update(JSON.stringify(asked ?? value ?? null))
    .digest('hex');
  const found = secrets.get(arn);
  const secret = {
    ...(found ?? { arn, name: nameOf(said, physicalName, logicalId), createdAt: clock.now() }),
    description: Description,
    declared,
  };
  const next = asked ? generate(asked, random) : value;
  if (found?.declared === declared || next === undefined) secrets.save(secret);
  else secrets.putValue(secret, next);
}

function secretKind(secrets: Secrets, context: HostContext): ResourceKind {
  return {
    identify: ({ stack, logicalId, declared, physicalName }) => {
      const arn = secrets.arn(stack, logicalId, nameOf(declared, physicalName, logicalId));
      return { ref: arn, attributes: { Id: arn } };
    },
    deploy: (resource) => deploySecret(secrets, context, resource),
  };
}

/** Secrets Manager for development: the secrets of the template, in the host's store, without rotation. */
export function secretsManagerModule(context: HostContext): SecretsManagerModule {
  const secrets = openSecrets(context);
  const onFault = (fault: unknown): void =>
    context.log(`secretsmanager: ${fault instanceof Error ? fault.stack : fault}`);
  return {
    secretArn: (id) => secrets.list().find(({ arn, name }) => id === name || id === withoutSuffix(arn))?.arn ?? id,
    services: { secretsmanager: jsonService('secretsmanager', '1.1', operations(secrets), onFault) },
    kinds: { 'AWS::SecretsManager::Secret': secretKind(secrets, context) },
  };
}
