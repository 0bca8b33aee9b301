import { SignatureV4 } from '@smithy/signature-v4';

/**
 * Stands in for `@aws-sdk/signature-v4-multi-region` in bundles: a city is in one region, so that nothing is signed
 * for several (SigV4A), nor for directory buckets.
 */
export class SignatureV4MultiRegion extends SignatureV4 {
  static sigv4aDependency() {
    return 'none';
  }
}

export { SignatureV4 as SignatureV4SignWithCredentials };
