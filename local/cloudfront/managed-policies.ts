/** What a behaviour passes on to its origin, besides what every request has. */
export interface PassedOn {
  /** `conditions` are those of HTTP, by which CloudFront asks an origin whether what it has is fresh. */
  headers: 'all but host' | 'conditions';
  query: boolean;
}

/**
 * Cache policies of CloudFront's own ("Use managed cache policies"). The host keeps no answers: each request is one that
 * the cache has missed.
 */
export const CACHE_POLICIES: Record<string, string> = {
  '658327ea-f89d-4fab-a63d-7e88639e58f6': 'CachingOptimized',
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': 'CachingDisabled',
};

/** Origin request policies of CloudFront's own ("Use managed origin request policies"). */
export const ORIGIN_REQUEST_POLICIES: Record<string, { name: string; passes: PassedOn }> = {
  'b689b0a8-53d0-40ab-baf2-68738e2966ac': {
    name: 'AllViewerExceptHostHeader',
    passes: { headers: 'all but host', query: true },
  },
};

/** Without a policy nothing of the viewer's goes on that is not in the key of the cache. */
export const NOTHING: PassedOn = { headers: 'conditions', query: false };
