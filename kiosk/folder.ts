import { createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { type KioskConfig, parseConfig } from './config.ts';

/** What makes one kiosk this kiosk, as `npm run provision` writes it into a folder for each. */
export interface KioskFolder {
  config: KioskConfig;
  /** P-256, PKCS #8, PEM. */
  deviceKey: string;
  /** The certificate and key with which it connects to the broker, and who may vouch for the broker; as PEM. */
  tls: { ca: string; cert: string; key: string };
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
  return { config, deviceKey, tls: readTls(folder, read) };
}

/** A kiosk believes the authorities of its folder and no others, so that no other authority's mistake opens a door. */
function readTls(folder: string, read: (name: string, what: string) => string): KioskFolder['tls'] {
  const ca = read('ca.pem', 'the authority of the broker');
  const cert = read('certificate.pem', 'the certificate with which the kiosk connects');
  const key = read('certificate-key.pem', 'the key of the certificate');
  withFile(join(folder, 'ca.pem'), () => createSecureContext({ ca: oneOrMore(ca) }));
  withFile(join(folder, 'certificate.pem'), () => createSecureContext({ cert: oneOrMore(cert) }));
  withFile(join(folder, 'certificate-key.pem'), () => createSecureContext({ cert, key }));
  return { ca, cert, key };
}

/** Node.js takes a text without a certificate for an empty list, and would then trust nobody and say so late. */
function oneOrMore(pem: string): string {
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) throw new Error('it must hold a certificate (X.509, PEM).');
  return pem;
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
