import { type Operations, ServiceError } from '../wire/contract.ts';
import { CURRENT, PREVIOUS, type SecretRecord, type Secrets, type SecretVersion } from './secrets.ts';

interface GetSecretValue {
  SecretId: string;
  VersionId?: string;
  VersionStage?: string;
}

interface PutSecretValue {
  SecretId: string;
  SecretString?: string;
  ClientRequestToken?: string;
  VersionStages?: string[];
}

/** The versions of a secret, each with its label. */
function labelled({ current, previous }: SecretRecord): { label: string; version: SecretVersion }[] {
  return [
    ...(current ? [{ label: CURRENT, version: current }] : []),
    ...(previous ? [{ label: PREVIOUS, version: previous }] : []),
  ];
}

/** AWS's own sentences. */
function absent({ VersionId: id, VersionStage: label = CURRENT }: GetSecretValue): ServiceError {
  const what = id === undefined ? `value for staging label: ${label}` : `value for VersionId: ${id}`;
  return new ServiceError('ResourceNotFoundException', `Secrets Manager can't find the specified secret ${what}`);
}

function read(secrets: Secrets, asked: GetSecretValue) {
  const secret = secrets.find(asked.SecretId);
  const { VersionId, VersionStage } = asked;
  const stage = VersionStage ?? (VersionId === undefined ? CURRENT : undefined);
  const found = labelled(secret).find(
    ({ label, version }) =>
      (stage === undefined || label === stage) && (VersionId === undefined || version.id === VersionId),
  );
  if (!found) throw absent(asked);
  const { label, version } = found;
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.id,
    SecretString: version.value,
    VersionStages: [label],
    CreatedDate: version.createdAt / 1_000,
  };
}

function put(secrets: Secrets, { SecretId, SecretString, ClientRequestToken, VersionStages }: PutSecretValue) {
  const secret = secrets.find(SecretId);
  if (SecretString === undefined)
    throw new ServiceError('InvalidRequestException', 'The embedded host keeps secrets that are text: SecretString.');
  if (VersionStages && (VersionStages.length !== 1 || VersionStages[0] !== CURRENT))
    throw new ServiceError('InvalidRequestException', `The embedded host has no labels but ${CURRENT}, ${PREVIOUS}.`);
  const { id } = secrets.putValue(secret, SecretString, ClientRequestToken);
  return { ARN: secret.arn, Name: secret.name, VersionId: id, VersionStages: [CURRENT] };
}

function described(secret: SecretRecord) {
  const { arn, name, description, createdAt, current } = secret;
  return {
    ARN: arn,
    Name: name,
    Description: description,
    CreatedDate: createdAt / 1_000,
    LastChangedDate: (current?.createdAt ?? createdAt) / 1_000,
  };
}

const stagesOf = (secret: SecretRecord) =>
  Object.fromEntries(labelled(secret).map(({ label, version }) => [version.id, [label]]));

/** GetSecretValue, PutSecretValue, DescribeSecret and ListSecrets. Secrets themselves come from the template. */
export function operations(secrets: Secrets): Operations {
  return {
    GetSecretValue: (asked: GetSecretValue) => read(secrets, asked),
    PutSecretValue: (asked: PutSecretValue) => put(secrets, asked),
    DescribeSecret: ({ SecretId }: { SecretId: string }) => {
      const secret = secrets.find(SecretId);
      return { ...described(secret), VersionIdsToStages: stagesOf(secret) };
    },
    ListSecrets: ({ Filters: filters }: { Filters?: unknown[] }) => {
      if (filters?.length) throw new ServiceError('InvalidRequestException', 'The embedded host filters no secrets.');
      const SecretList = secrets.list().map((secret) => ({
        ...described(secret),
        SecretVersionsToStages: stagesOf(secret),
      }));
      return { SecretList };
    },
  };
}
