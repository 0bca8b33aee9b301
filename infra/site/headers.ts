import { Duration } from 'aws-cdk-lib';
import { HeadersReferrerPolicy, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import type { Construct } from 'constructs';
import { PAGE_HEADERS } from '../../kiosk/web/page-headers.ts';

/** Browsers keep to HTTPS for a year (RFC 6797; hstspreload.org asks for no less). */
const KEEP_TO_HTTPS = { accessControlMaxAge: Duration.days(365), includeSubdomains: true, override: true };

/** CloudFront has settings of its own for these; all other headers are custom ones. */
const OF_ITS_OWN = ['content-security-policy', 'referrer-policy', 'x-content-type-options'];

/**
 * What CloudFront says with each file of a page: what the page may do, which is what a kiosk's page may, and whom else it
 * may ask.
 *
 * @param others origins or addresses besides the city's own: what the page asks, such as where people sign in, and
 *   where pictures come from that it shows
 */
export function pageHeaders(
  scope: Construct,
  id: string,
  others: { asks?: string[]; shows?: string[] } = {},
): ResponseHeadersPolicy {
  const own = PAGE_HEADERS['content-security-policy'];
  const policy = own
    .replace("connect-src 'self'", ["connect-src 'self'", ...(others.asks ?? [])].join(' '))
    .replace("img-src 'self'", ["img-src 'self'", ...(others.shows ?? [])].join(' '));
  const custom = Object.entries(PAGE_HEADERS).filter(([name]) => !OF_ITS_OWN.includes(name));
  return new ResponseHeadersPolicy(scope, id, {
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: policy, override: true },
      contentTypeOptions: { override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      strictTransportSecurity: KEEP_TO_HTTPS,
    },
    customHeadersBehavior: {
      customHeaders: custom.map(([header, value]) => ({ header, value, override: true })),
    },
  });
}

/** What CloudFront adds to the API's answers, which are no pages and say all else themselves. */
export function apiHeaders(scope: Construct, id: string): ResponseHeadersPolicy {
  return new ResponseHeadersPolicy(scope, id, {
    securityHeadersBehavior: { contentTypeOptions: { override: true }, strictTransportSecurity: KEEP_TO_HTTPS },
  });
}

/** The feed is for programs and pages of everybody's. */
export function feedHeaders(scope: Construct, id: string): ResponseHeadersPolicy {
  return new ResponseHeadersPolicy(scope, id, {
    corsBehavior: {
      accessControlAllowCredentials: false,
      accessControlAllowHeaders: ['*'],
      accessControlAllowMethods: ['GET', 'HEAD'],
      accessControlAllowOrigins: ['*'],
      originOverride: true,
    },
    securityHeadersBehavior: { contentTypeOptions: { override: true }, strictTransportSecurity: KEEP_TO_HTTPS },
    customHeadersBehavior: {
      customHeaders: [{ header: 'cross-origin-resource-policy', value: 'cross-origin', override: true }],
    },
  });
}
