import type { Node } from 'constructs';

/** Keys of one purpose, by the names that they have in the context of a deployment. */
export interface KeyNames {
  /** The first is in use; the others are still good for what was made with them, or wait for their turn. */
  live: [string, ...string[]];
  /** Out of use, and kept until no stack speaks of them any more: the deployment after the next may leave them out. */
  retired: string[];
}

function readList(node: Node, name: string, fallback: string): string[] {
  const value: unknown = node.tryGetContext(name) ?? fallback;
  const names = String(value).split(',').filter(Boolean);
  const wrong = names.find((one) => !/^[a-z0-9]{1,20}$/.test(one));
  if (wrong !== undefined)
    throw new Error(`${name} names keys by small letters and digits, such as 2,1; not '${wrong}'.`);
  return names;
}

/**
 * Reads the context values `{purpose}Keys` (`1` unless told otherwise) and `retired{Purpose}Keys`, each a list parted
 * by commas. How keys take turns is in docs/operations.md.
 *
 * @throws Error where no key is left, or one is named twice.
 */
export function readKeyNames(node: Node, purpose: 'token' | 'credential'): KeyNames {
  const name = `${purpose}Keys`;
  const [first, ...others] = readList(node, name, '1');
  const retired = readList(node, `retired${name[0]?.toUpperCase()}${name.slice(1)}`, '');
  if (first === undefined) throw new Error(`${name} must name a key.`);
  const all = [first, ...others, ...retired];
  const twice = all.find((one, at) => all.indexOf(one) !== at);
  if (twice !== undefined) throw new Error(`The key '${twice}' is named twice in ${name} and among the retired.`);
  return { live: [first, ...others], retired };
}
