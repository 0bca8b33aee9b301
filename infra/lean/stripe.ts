import { leanLibrary } from './left-out.ts';

/** What the library has for other runtimes, for numbers that its second API writes as text, and for Stripe's events. */
const UNREACHED = [
  'FetchHttpClient',
  'NodeCryptoProvider',
  'SubtleCryptoProvider',
  'Decimal',
  'V2Coercion',
  'StripeEventNotificationHandler',
];

/** The two resources that an acquirer asks for, of two hundred. */
const ASKED = ['paymentIntents', 'refunds'];
/** How the client imports a resource, or several under one name. */
const IMPORTED = /^import \{ (\w+),? \} from '\.\/resources(?:\/[\w/]+)?\.js';\n/gm;
/** How it makes itself one of each; there is one that it has by a second name. */
const MADE = /^ {8}this\.(\w+) = (?:new (\w+)\(this\)|this\.accounts);\n/gm;
const ALL_IMPORTED = "import * as resources from './resources.js';\n";

/**
 * The client with the resources that are asked for; the others say by name that they are left out.
 *
 * @throws Error where it does not import and make its resources as it did.
 */
export function withAsked(client: string): string {
  const made = [...client.matchAll(MADE)].map(([, name = '', kind]) => ({ name, kind }));
  const asked = made.filter(({ name }) => ASKED.includes(name)).map(({ kind }) => kind);
  const left = made.filter(({ name }) => !ASKED.includes(name)).map(({ name }) => name);
  const imported = [...client.matchAll(IMPORTED)].map(([, kind]) => kind);
  const isImported = made.every(({ kind }) => kind === undefined || imported.includes(kind));
  if (asked.length < ASKED.length || !isImported || !client.includes(ALL_IMPORTED))
    throw new Error("Stripe's library has changed, and infra/lean/stripe.ts must too.");

  const stubs = `        for (const name of ${JSON.stringify(left)}) this[name] = leftOut(name);\n`;
  return client
    .replace(ALL_IMPORTED, "const resources = leftOut('resources');\n")
    .replace(IMPORTED, (line, kind) => (asked.includes(kind) ? line : ''))
    .replace(MADE, (line, name) => {
      if (ASKED.includes(name)) return line;
      return name === left[0] ? stubs : '';
    });
}

/** Leaves out of a bundle what functions do not ask of Stripe's library. */
export const leanStripe = leanLibrary({
  by: 'stripe.ts',
  packages: 'stripe',
  files: UNREACHED,
  standIns: { autoPagination: 'no-further-pages.ts', Webhooks: 'no-webhooks.ts' },
  // Stripe's events, requests that the library has no resource for, and what telemetry and uploads need.
  methods: {
    'stripe.esm.node': [
      'parseEventNotification',
      'parseEventNotificationAsync',
      'parseEventNotificationWithoutVerification',
      '_buildEventNotification',
      'rawRequest',
      'withStripeContext',
    ],
    RequestSender: ['_rawRequest', '_streamingResponseHandler'],
    NodePlatformFunctions: ['getTelemetryId', '_getTelemetryIdPath', 'secureCompare', 'tryBufferData'],
  },
  changes: { 'stripe.esm.node': withAsked },
});
