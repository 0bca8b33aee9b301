import { refuseOthers } from './refuse-others.ts';

type Headers = Record<string, string>;

/** Adds a policy's headers to those of an answer to a request with these headers; names are in lower case. */
export type AddHeaders = (headers: Headers, asked: Headers) => Headers;

interface Added {
  name: string;
  value: string;
  /** Whether it takes the place of the origin's own. */
  isOver: boolean;
}

type Declared = Record<string, Record<string, unknown>>;

function strictTransport({ AccessControlMaxAgeSec: seconds, IncludeSubdomains, Preload }: Record<string, unknown>) {
  return [`max-age=${seconds}`, ...(IncludeSubdomains ? ['includeSubDomains'] : []), ...(Preload ? ['preload'] : [])];
}

/** How each of the security headers is written (Amazon CloudFront, "Understand response headers policies"). */
const SECURITY: Record<string, { name: string; value: (declared: Record<string, unknown>) => string }> = {
  ContentSecurityPolicy: {
    name: 'content-security-policy',
    value: ({ ContentSecurityPolicy: policy }) => String(policy),
  },
  ContentTypeOptions: { name: 'x-content-type-options', value: () => 'nosniff' },
  FrameOptions: { name: 'x-frame-options', value: ({ FrameOption: option }) => String(option) },
  ReferrerPolicy: { name: 'referrer-policy', value: ({ ReferrerPolicy: policy }) => String(policy) },
  StrictTransportSecurity: {
    name: 'strict-transport-security',
    value: (declared) => strictTransport(declared).join('; '),
  },
};

function securityHeaders(declared: Declared): Added[] {
  refuseOthers(declared, Object.keys(SECURITY), 'SecurityHeadersConfig');
  return Object.entries(declared).flatMap(([kind, header]) => {
    const known = SECURITY[kind];
    return known ? [{ name: known.name, value: known.value(header), isOver: header['Override'] === true }] : [];
  });
}

interface CorsProperties {
  AccessControlAllowCredentials: boolean;
  AccessControlAllowOrigins: { Items: string[] };
  AccessControlAllowHeaders?: unknown;
  AccessControlAllowMethods?: unknown;
  OriginOverride: boolean;
}

const CORS_ELEMENTS =
  'AccessControlAllowCredentials AccessControlAllowOrigins AccessControlAllowHeaders AccessControlAllowMethods OriginOverride'.split(
    ' ',
  );

/** Said where a page of another origin asks, and asks nothing that a browser would want leave for first. */
function corsHeaders(declared: CorsProperties | undefined): Added[] {
  if (!declared) return [];
  refuseOthers(declared, CORS_ELEMENTS, 'CorsConfig');
  const { AccessControlAllowOrigins: origins, AccessControlAllowCredentials: withCredentials } = declared;
  if (String(origins.Items) !== '*' || withCredentials)
    throw new Error('the embedded host lets all origins read, without credentials, or none');
  return [{ name: 'access-control-allow-origin', value: '*', isOver: declared.OriginOverride }];
}

interface CustomHeader {
  Header: string;
  Value: string;
  Override: boolean;
}

/**
 * Reads an `AWS::CloudFront::ResponseHeadersPolicy`.
 *
 * @param here a value with the addresses of this machine in place of AWS's
 * @throws Error that names what in it the host does not do.
 */
export function readHeadersPolicy(
  properties: Record<string, unknown>,
  here: (value: string) => string = (value) => value,
): AddHeaders {
  const config = (properties['ResponseHeadersPolicyConfig'] ?? {}) as Record<string, unknown>;
  refuseOthers(
    config,
    ['Name', 'Comment', 'CorsConfig', 'SecurityHeadersConfig', 'CustomHeadersConfig'],
    'a response headers policy',
  );
  const { Items: custom = [] } = (config['CustomHeadersConfig'] ?? {}) as { Items?: CustomHeader[] };
  const security = securityHeaders((config['SecurityHeadersConfig'] ?? {}) as Declared);
  const added: Added[] = [
    ...security.map((header) => ({ ...header, value: here(header.value) })),
    ...custom.map(({ Header, Value, Override }) => ({ name: Header.toLowerCase(), value: Value, isOver: Override })),
  ];
  const cors = corsHeaders(config['CorsConfig'] as CorsProperties | undefined);
  return (headers, asked) => {
    const all = asked['origin'] === undefined ? added : [...added, ...cors];
    const wanted = all.filter(({ name, isOver }) => isOver || !Object.hasOwn(headers, name));
    return { ...headers, ...Object.fromEntries(wanted.map(({ name, value }) => [name, value])) };
  };
}
