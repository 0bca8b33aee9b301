/** What the intrinsic functions of one stack's template mean. Each throws where a name means nothing. */
export interface Scope {
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  exported(name: string): unknown;
}

/** Stands for `AWS::NoValue`: what resolves to it is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** The name of an intrinsic function and its argument, where a value of a template is one. */
export function intrinsicOf(value: unknown): { name: string; argument: unknown } | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const [entry, ...others] = Object.entries(value);
  if (!entry || others.length > 0) return undefined;
  const [name, argument] = entry;
  return name === 'Ref' || name.startsWith('Fn::') ? { name, argument } : undefined;
}

/** Both halves of `Fn::GetAtt`, which is written as a list or with a dot. */
export function attributeOf(argument: unknown): [logicalId: string, attribute: string] {
  if (Array.isArray(argument)) return [String(argument[0]), String(argument[1])];
  const [, logicalId = '', attribute = ''] = /^([^.]+)\.(.+)$/.exec(String(argument)) ?? [];
  return [logicalId, attribute];
}

/** The text of `Fn::Sub`, and the names that it brings along. */
export function substitutionOf(argument: unknown): { text: string; own: Record<string, unknown> } {
  if (!Array.isArray(argument)) return { text: String(argument), own: {} };
  return { text: String(argument[0]), own: (argument[1] ?? {}) as Record<string, unknown> };
}

/** A name in `Fn::Sub`, as `${Name}`; `${!Name}` is literal text. */
export const SUBSTITUTED = /\$\{(!?)([^}]*)\}/g;

function text(value: unknown, scope: Scope): string {
  const resolved = resolve(value, scope);
  if (typeof resolved === 'string') return resolved;
  if (typeof resolved === 'number' || typeof resolved === 'boolean') return String(resolved);
  throw new Error(`${JSON.stringify(value)} gives no text`);
}

function list(value: unknown, scope: Scope): unknown[] {
  const resolved = resolve(value, scope);
  if (Array.isArray(resolved)) return resolved;
  throw new Error(`${JSON.stringify(value)} gives no list`);
}

const FUNCTIONS: Record<string, (argument: unknown, scope: Scope) => unknown> = {
  Ref: (argument, scope) => scope.ref(String(argument)),
  'Fn::GetAtt': (argument, scope) => scope.attribute(...attributeOf(argument)),
  'Fn::ImportValue': (argument, scope) => scope.exported(text(argument, scope)),
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = argument as [string, unknown];
    return list(parts, scope)
      .map((part) => text(part, scope))
      .join(separator);
  },
  'Fn::Split': (argument, scope) => {
    const [separator, whole] = argument as [string, unknown];
    return text(whole, scope).split(separator);
  },
  'Fn::Select': (argument, scope) => {
    const [index, from] = argument as [unknown, unknown];
    const items = list(from, scope);
    const at = Number(text(index, scope));
    if (!(at in items)) throw new Error(`Fn::Select wants item ${at} of a list of ${items.length}`);
    return items[at];
  },
  'Fn::Sub': (argument, scope) => {
    const { text: template, own } = substitutionOf(argument);
    return template.replace(SUBSTITUTED, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (Object.hasOwn(own, name)) return text(own[name], scope);
      return name.includes('.') && !name.startsWith('AWS::')
        ? text({ 'Fn::GetAtt': name }, scope)
        : text({ Ref: name }, scope);
    });
  },
};

/**
 * A value of a template with all intrinsic functions worked out.
 *
 * @throws Error that names the intrinsic function where the host does not do it.
 */
export function resolve(value: unknown, scope: Scope): unknown {
  const intrinsic = intrinsicOf(value);
  if (intrinsic) {
    const run = FUNCTIONS[intrinsic.name];
    if (run) return run(intrinsic.argument, scope);
    const known = Object.keys(FUNCTIONS).join(', ');
    throw new Error(`the embedded host does not do the intrinsic function ${intrinsic.name}, only ${known}`);
  }
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope)).filter((item) => item !== NO_VALUE);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, resolve(item, scope)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== NO_VALUE));
}
