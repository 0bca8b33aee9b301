/**
 * Reads the environment names of a service, as declared once in its `env.ts` and set by its construct.
 *
 * @throws Error that lists every name that is missing, so that one deployment mends them all.
 */
export function readEnv<Names extends Record<string, string>>(
  names: Names,
  env: Record<string, string | undefined> = process.env,
): Record<keyof Names, string> {
  const missing = Object.values(names).filter((name) => !env[name]);
  if (missing.length > 0) throw new Error(`The function's environment lacks ${missing.join(', ')}.`);
  return Object.fromEntries(Object.entries(names).map(([key, name]) => [key, env[name]])) as Record<
    keyof Names,
    string
  >;
}
