import { createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { type KioskConfig, parseConfig } from './config.ts';

/** What makes one kiosk this kiosk, as `npm run provision` writes it into a folder for each. */
export interface KioskFolder {
  config: KioskConfig;
  /** P-256, PKCS #8, PEM. */
  deviceKey: string;
  /** As PEM; absent where MQTT is not over TLS. */
  tls?: { ca: string; cert: string; key: string };
}

/**
 * Reads a kiosk's folder.
 *
 * @throws Error of one line that names the file at fault, and says what it should be.
 */
export function readKioskFolder(folder: string): KioskFolder {
  if (!existsSync(folder))
    throw new Error(`There is no folder ${folder}. 'npm run provision' writes one for each kiosk of a city.`);
  const read = (name: string, what: string): string => {
    const path = join(folder, name);
    if (!existsSync(path)) throw new Error(`${path} is missing: it holds ${what}.`);
    return readFileSync(path, 'utf8');
  };
  const config = withFile(join(folder, 'kiosk.json'), () => parseConfig(read('kiosk.json', 'what kiosk this is')));
  const deviceKey = read('device-key.pem', 'the private half of the registered device key');
  withFile(join(folder, 'device-key.pem'), () => checkDeviceKey(deviceKey));
  if (!config.mqttEndpoint.startsWith('mqtts:')) return { config, deviceKey };
  // AWS IoT Core's endpoint is signed by an authority that Node.js trusts; a host of one's own has its own.
  const hasOwnAuthority = existsSync(join(folder, 'ca.pem'));
  const ca = hasOwnAuthority ? read('ca.pem', 'the authority of the broker') : rootCertificates.join('\n');
  const cert = read('certificate.pem', 'the certificate with which the kiosk connects');
  return { config, deviceKey, tls: { ca, cert, key: read('certificate-key.pem', 'the key of the certificate') } };
}

/** Reads a file; an error then names it. */
export function withFile<Result>(path: string, read: (path: string) => Result): Result {
  try {
    return read(path);
  } catch (cause) {
    const { message } = cause as Error;
    throw message.startsWith(path) ? cause : new Error(`${path} is not usable: ${message}`, { cause });
  }
}

function checkDeviceKey(pem: string): void {
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    throw new Error('it must hold a P-256 key (PKCS #8, PEM).');
}
