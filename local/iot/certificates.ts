import 'reflect-metadata';
import { createHash, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import type { Clock } from '../../seams/clock.ts';
import type { Random } from '../../seams/random.ts';
import type { Store } from '../store.ts';

const SPACE = 'iot/certificate-authority';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** The host makes up a city on a laptop: its certificates outlive any such city. */
const lifetimeMs = 20 * 365 * 24 * 3_600_000;

/** Clocks of kiosks may be behind the host's by this much. */
const leewayMs = 60_000;

/** By what name a client on this machine may call the broker. */
const HOST_NAMES: x509.JsonGeneralNames = [
  { type: 'dns', value: 'localhost' },
  { type: 'ip', value: '127.0.0.1' },
  { type: 'ip', value: '::1' },
];

interface StoredAuthority {
  certificatePem: string;
  /** In clear: whoever can read the host's data folder is the host. */
  privateKeyPem: string;
}

export interface IssuedCertificate {
  /** SHA-256 of the certificate, in hexadecimal: AWS's form of an id. */
  id: string;
  pem: string;
}

export interface CertificateAuthority {
  /** The authority's own certificate, as PEM. */
  certificate: string;
  /** A certificate and key for a server on this machine, as PEM; kept nowhere, and made anew at each start. */
  issueForHost(): Promise<{ cert: string; key: string }>;
  /** A certificate for a key made here; the keys are given once and kept nowhere. */
  issueWithKeys(): Promise<IssuedCertificate & { publicKeyPem: string; privateKeyPem: string }>;
  /** A certificate for the key of a certificate signing request. Rejects where its signature is wrong. */
  issueForRequest(requestPem: string): Promise<IssuedCertificate>;
}

const generateKeys = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

async function makeAuthority(random: Random, nowMs: number): Promise<StoredAuthority> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(random),
    name: 'CN=Freewheel local certificate authority',
    notBefore: new Date(nowMs - leewayMs),
    notAfter: new Date(nowMs + lifetimeMs),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  return { certificatePem: certificate.toString('pem'), privateKeyPem: await privateKeyPem(keys.privateKey) };
}

/** 16 bytes whose first bit is clear, since a serial number is a positive integer (RFC 5280, section 4.1.2.2). */
function serialNumber(random: Random): string {
  const bytes = Buffer.from(random.bytes(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01;
  return bytes.toString('hex');
}

/** Opens the host's own certificate authority, and makes it on the first run. */
export async function openCertificateAuthority(
  store: Store,
  clock: Clock,
  random: Random,
): Promise<CertificateAuthority> {
  const stored = store.get<StoredAuthority>(SPACE, 'own') ?? (await makeAuthority(random, clock.now()));
  store.put(SPACE, 'own', stored);
  const authority = new x509.X509Certificate(stored.certificatePem);
  const keyBytes = x509.PemConverter.decodeFirst(stored.privateKeyPem);
  const signingKey = await webcrypto.subtle.importKey('pkcs8', keyBytes, algorithm, false, ['sign']);

  const sign = (publicKey: x509.PublicKeyType, subject: string, extensions: x509.Extension[]) =>
    x509.X509CertificateGenerator.create({
      serialNumber: serialNumber(random),
      subject,
      issuer: authority.subject,
      notBefore: new Date(clock.now() - leewayMs),
      notAfter: new Date(clock.now() + lifetimeMs),
      signingAlgorithm: algorithm,
      publicKey,
      signingKey,
      extensions,
    });
  const issue = async (publicKey: x509.PublicKeyType): Promise<IssuedCertificate> => {
    // As on AWS, the name says nothing: a certificate speaks for the things that it is attached to.
    const certificate = await sign(publicKey, 'CN=AWS IoT Certificate', [
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
    ]);
    const id = createHash('sha256').update(Buffer.from(certificate.rawData)).digest('hex');
    return { id, pem: certificate.toString('pem') };
  };

  return {
    certificate: stored.certificatePem,
    async issueForHost() {
      const keys = await generateKeys();
      const certificate = await sign(keys.publicKey, 'CN=localhost', [
        new x509.SubjectAlternativeNameExtension(HOST_NAMES),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      ]);
      return { cert: certificate.toString('pem'), key: await privateKeyPem(keys.privateKey) };
    },
    async issueWithKeys() {
      const keys = await generateKeys();
      const spki = await webcrypto.subtle.exportKey('spki', keys.publicKey);
      const issued = await issue(keys.publicKey);
      return {
        ...issued,
        publicKeyPem: x509.PemConverter.encode(spki, 'PUBLIC KEY'),
        privateKeyPem: await privateKeyPem(keys.privateKey),
      };
    },
    async issueForRequest(requestPem) {
      const request = new x509.Pkcs10CertificateRequest(requestPem);
      if (!(await request.verify())) throw new Error('The signature of the certificate signing request is wrong.');
      return issue(request.publicKey);
    },
  };
}
