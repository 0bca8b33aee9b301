import type { Template } from './cloud-assembly.ts';
import { attributeOf, intrinsicOf, SUBSTITUTED, substitutionOf } from './intrinsics.ts';

/** The names that a value of a template refers to: logical ids, and parameters and pseudo parameters too. */
function* namesIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  const intrinsic = intrinsicOf(value);
  if (intrinsic?.name === 'Ref') yield String(intrinsic.argument);
  if (intrinsic?.name === 'Fn::GetAtt') yield attributeOf(intrinsic.argument)[0];
  if (intrinsic?.name === 'Fn::Sub') {
    const { text } = substitutionOf(intrinsic.argument);
    for (const [, literal, name = ''] of text.matchAll(SUBSTITUTED)) {
      if (!literal) yield name.split('.')[0] ?? name;
    }
  }
  for (const item of Object.values(value)) yield* namesIn(item);
}

/**
 * The logical ids of a template's resources, each after those which it refers to or depends on; otherwise in the
 * template's own order.
 *
 * @throws Error that names the resources which need each other.
 */
export function deploymentOrder({ Resources: resources = {} }: Template): string[] {
  const ordered = new Set<string>();
  const visit = (id: string, path: string[]) => {
    const resource = resources[id];
    if (!resource || ordered.has(id)) return;
    if (path.includes(id)) throw new Error(`The resources ${path.join(', ')} need each other.`);
    const needed = [resource.DependsOn ?? [], ...namesIn(resource.Properties)].flat();
    for (const other of needed) if (other !== id) visit(other, [...path, id]);
    ordered.add(id);
  };
  for (const id of Object.keys(resources)) visit(id, []);
  return [...ordered];
}
