import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CompactEncrypt, importJWK, importPKCS8, type JWK, SignJWT } from 'jose';
import { readScan } from '../../kiosk/scan/read-scan.ts';
import { instant, systemClock } from '../../seams/clock.ts';
import type { TestCity } from './city.ts';

export interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** A kiosk's side of the HTTP API, written from the published contract, to say what no kiosk of ours would. */
export interface KioskClient {
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Scans the licence of one of the city's people and answers the first prompt's session. */
  openSession(firstName: string): Promise<Answer>;
  seal(firstName: string): Promise<string>;
}

async function send(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
}

export function requestToken(city: TestCity, assertion: string): Promise<Answer> {
  const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
  return send(`${city.address}/v1/token`, { method: 'POST', body: new URLSearchParams({ grant_type, assertion }) });
}

/** An assertion (RFC 7523) of `kioskId`, signed by the device key in the folder of `keyOf`. */
export async function assertionOf(city: TestCity, kioskId: string, keyOf = kioskId): Promise<string> {
  const pem = readFileSync(join(city.devices, keyOf, 'device-key.pem'), 'utf8');
  const now = Math.floor(systemClock.now() / 1000);
  return new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'ES256', typ: 'JWT' })
    .setIssuer(kioskId)
    .setSubject(kioskId)
    .setAudience(`urn:freewheel:${city.city.id}`)
    .setIssuedAt(now)
    .setExpirationTime(now + 60)
    .sign(await importPKCS8(pem, 'ES256'));
}

export async function kioskClient(city: TestCity, kioskId: string): Promise<KioskClient> {
  const issued = await requestToken(city, await assertionOf(city, kioskId));
  const authorization = `Bearer ${String(issued.body['access_token'])}`;
  const call: KioskClient['call'] = (method, path, body, headers = {}) => {
    const isText = typeof body === 'string';
    const sent = body === undefined ? {} : { body: isText ? body : JSON.stringify(body) };
    const all = { authorization, 'content-type': 'application/json', ...headers };
    return send(`${city.address}${path}`, { method, headers: all, ...sent });
  };
  const seal = async (firstName: string) => {
    const { body } = await send(`${city.address}/.well-known/jwks.json`, {});
    const key = (body['keys'] as JWK[]).find(({ use }) => use === 'enc');
    if (!key) throw new Error('No sealing key is published.');
    const credential = {
      document: readScan(city.card(firstName)),
      kioskId,
      nonce: Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url'),
      sealedAt: instant(systemClock.now()),
    };
    return new CompactEncrypt(Buffer.from(JSON.stringify(credential)))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', ...(key.kid ? { kid: key.kid } : {}) })
      .encrypt(await importJWK(key, 'RSA-OAEP-256'));
  };
  return {
    call,
    seal,
    openSession: async (firstName) => call('POST', '/v1/sessions', { credential: await seal(firstName) }),
  };
}
