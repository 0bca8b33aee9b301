import type { Node } from 'constructs';

/** A city's own domain, and the certificate that vouches for it: of ACM in us-east-1, where CloudFront looks. */
export interface CityDomain {
  name: string;
  certificateArn: string;
}

/** Reads the context values `domain` and `certificate`; undefined where the city has the domain that CloudFront gives. */
export function readDomain(node: Node): CityDomain | undefined {
  const [name, certificateArn] = [node.tryGetContext('domain'), node.tryGetContext('certificate')];
  if (name === undefined && certificateArn === undefined) return undefined;
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(String(name)))
    throw new Error(`The domain must be a name such as bikes.example.org, not ${JSON.stringify(name)}.`);
  if (!/^arn:aws[\w-]*:acm:us-east-1:\d{12}:certificate\/.+$/.test(String(certificateArn)))
    throw new Error(`The certificate of ${name} must be the ARN of one of ACM in us-east-1, not ${certificateArn}.`);
  return { name: String(name), certificateArn: String(certificateArn) };
}
