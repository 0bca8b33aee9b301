import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';

/**
 * The root certificates of Amazon Trust Services, which sign the endpoints of AWS IoT Core (AWS IoT Core, "Server
 * authentication"), as PEM. They come with Node.js, which has them from Mozilla's list; Amazon publishes the same at
 * https://www.amazontrust.com/repository/. A kiosk that believes these alone is not deceived by any other authority.
 *
 * @throws Error where this Node.js knows none.
 */
export function amazonRoots(): string {
  const roots = rootCertificates.filter((pem) => /^O=Amazon$/m.test(new X509Certificate(pem).subject));
  if (roots.length === 0) throw new Error('This Node.js comes without the root certificates of Amazon Trust Services.');
  return `${roots.join('\n')}\n`;
}
