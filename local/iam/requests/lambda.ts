import { readReference } from '../../lambda/directory.ts';
import type { Asking, Names } from './asking.ts';

/** What may be done with a function here, by method and the rest of its path. */
const ACTIONS: Record<string, string> = {
  'POST invocations': 'lambda:InvokeFunction',
  'GET ': 'lambda:GetFunction',
  'GET configuration': 'lambda:GetFunctionConfiguration',
};

export function functionArn(name: string, { region, account }: Pick<Names, 'region' | 'account'>): string {
  return `arn:aws:lambda:${region}:${account}:function:${name}`;
}

/** Service Authorization Reference, "Actions, resources, and condition keys for AWS Lambda". */
export const lambdaAsking: Asking = ({ method, path, query }, names) => {
  const [, reference = '', rest = ''] = /^\/2015-03-31\/functions(?:\/([^/]*))?(?:\/(.*))?$/.exec(path) ?? [];
  const what = `${method} ${rest}`;
  const action = Object.hasOwn(ACTIONS, what) ? ACTIONS[what] : undefined;
  if (!action || reference === '') return undefined;
  const { name, qualifier } = readReference(decodeURIComponent(reference));
  const version = new URLSearchParams(query).get('Qualifier') ?? qualifier;
  return [{ action, resource: functionArn(version === undefined ? name : `${name}:${version}`, names) }];
};
