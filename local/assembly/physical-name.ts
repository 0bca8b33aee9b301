import { createHash } from 'node:crypto';

/** The shortest limit among the services: S3 takes bucket names of 63 characters. */
const NAME_MAX = 63;

/** CDK ends a logical id with eight hexadecimal digits, a hash of the construct's path. */
const withoutHash = (logicalId: string) => logicalId.replace(/(?<=.)[0-9A-F]{8}$/, '');

/** Too long a name loses the end of the stack's, which all its resources share, and gets a hash of the whole. */
function join(stack: string, id: string): string {
  const name = `${stack}-${id}`;
  if (name.length <= NAME_MAX) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  const room = NAME_MAX - id.length - hash.length - 2;
  if (room > 0) return `${stack.slice(0, room)}-${hash}-${id}`;
  return `${name.slice(0, NAME_MAX - hash.length - 1)}-${hash}`;
}

/**
 * The names of a stack's resources, by logical id: `Stack-Name`, without CDK's hash where nothing else in the
 * stack would then have the same name. They follow from the template alone, and so outlive the process.
 */
export function physicalNames(stack: string, logicalIds: string[]): Map<string, string> {
  const sharing = new Map<string, number>();
  for (const id of logicalIds) sharing.set(withoutHash(id), (sharing.get(withoutHash(id)) ?? 0) + 1);
  return new Map(
    logicalIds.map((id) => {
      const readable = sharing.get(withoutHash(id)) === 1 ? withoutHash(id) : id;
      return [id, join(stack, readable)];
    }),
  );
}
