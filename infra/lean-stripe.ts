import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** Files of Stripe's library: its 200 resources, and what it has for the events that Stripe sends. */
const LIBRARY = /[\\/]stripe[\\/]esm[\\/](resources[\\/].*|StripeEventNotificationHandler|Webhooks)\.js$/;
/** The two resources that an acquirer asks for. */
const ASKED = /[\\/]resources[\\/](PaymentIntents|Refunds)\.js$/;

const stub = (kind: 'class' | 'function', name: string) =>
  kind === 'class'
    ? `export class ${name} { constructor() { return leftOut('${name}'); } }`
    : `export function ${name}() { return leftOut('${name}'); }`;

/**
 * Leaves out of a bundle what functions do not ask of Stripe's library. Whoever asks for it all the same hears so by
 * name, and not from Stripe.
 */
export const leanStripe: Plugin = {
  name: 'lean-stripe',
  setup(build) {
    build.onResolve({ filter: /^lean-stripe:left-out$/ }, ({ path }) => ({ path, namespace: 'lean-stripe' }));
    build.onLoad({ filter: /.*/, namespace: 'lean-stripe' }, () => ({
      contents: `export const leftOut = (name) => new Proxy({}, { get() { throw new Error(name + ' is left out by infra/lean-stripe.ts.'); } });`,
    }));
    build.onLoad({ filter: LIBRARY }, async ({ path }) => {
      if (ASKED.test(path)) return undefined;
      const exported = (await readFile(path, 'utf8')).matchAll(/^export (class|function) (\w+)/gm);
      const stubs = [...exported].map(([, kind, name]) => stub(kind as 'class' | 'function', String(name)));
      return { contents: [`import { leftOut } from 'lean-stripe:left-out';`, ...stubs].join('\n') };
    });
  },
};
