import { CompactSign, compactDecrypt, exportJWK, exportPKCS8, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { type StationStatus, stationTopic } from '../../../functions/bikes/contract.ts';
import type { KioskBooted } from '../../../functions/bikes/kiosk-contract.ts';
import { damagePhotoId } from '../../../functions/bikes/naming-contract.ts';
import { type PhotoRequest, photoTopic } from '../../../functions/bikes/photo-contract.ts';
import type { KioskBoot, RentalRequest } from '../../../functions/frontend/contract.ts';
import type { Credential } from '../../../functions/identity/contract.ts';
import { type RentalView, rentalTopic } from '../../../functions/orchestration/contract.ts';
import { bikeAudience, tokenIssuer } from '../../../functions/shared/tokens.ts';
import { type Command, type CommandKind, commandId, type Fact } from '../../../functions/storage/contract.ts';
import type { DamageReport } from '../../../kiosk/cloud/api.ts';
import type { HttpAnswer, HttpRequest, HttpSend } from '../../../kiosk/cloud/http.ts';
import { type Clock, instant } from '../../../seams/clock.ts';
import type { MemoryBroker } from './memory-broker.ts';

export const CITY = 'testville';
const RENTAL = '11111111-1111-4111-8111-111111111111';
/** Where photos go. */
const PHOTO_HOST = 'photos.test';

export interface CommandParts {
  kioskId?: string;
  rentalId?: string;
  slot?: number;
  kind: CommandKind;
  bikeId: string;
  bay: number;
  attempt?: number;
  livesMs?: number;
  /** Claims of the token that differ from what the command needs. */
  claims?: Record<string, unknown>;
  signedBy?: 'city' | 'stranger' | 'sealingKey';
}

const pair = () => generateKeyPair('ES256', { extractable: true });

/** Keys, tokens and the HTTP API of a city, without its services. */
export async function fakeCloud(clock: Clock, broker: MemoryBroker) {
  const [city, stranger, device] = await Promise.all([pair(), pair(), pair()]);
  const sealing = await generateKeyPair('RSA-OAEP-256', { extractable: true });
  const jwks = {
    keys: [
      { ...(await exportJWK(city.publicKey)), kid: 'city-1', use: 'sig', alg: 'ES256' },
      { ...(await exportJWK(sealing.publicKey)), kid: 'seal-1', use: 'enc', alg: 'RSA-OAEP-256' },
    ],
  };
  const requests: Array<Pick<HttpRequest, 'method' | 'url' | 'headers'> & { body?: string }> = [];
  /** What was put where photos go: the headers, and the bytes. */
  const uploads: Array<Pick<HttpRequest, 'url' | 'headers'> & { bytes: Buffer }> = [];
  const credentials: Credential[] = [];
  const assertions: unknown[] = [];
  const views = new Map<string, RentalView>();
  /** Every report that arrived, also again. */
  const reports: DamageReport[] = [];
  /** What kiosks said of themselves on starting. */
  const boots: KioskBoot[] = [];
  const control = {
    /** The cloud's clock is this much ahead of the kiosk's. */
    skewMs: 0,
    /** The network is gone. */
    unreachable: false,
    /** Requests to this path have their effect, and their answers are lost, this many times. */
    losing: { path: '', times: 0 },
    /** Answers wait for this. */
    gate: undefined as Promise<void> | undefined,
    /** What is answered at these paths, for as long as it stands here. */
    answers: {} as Record<string, Partial<HttpAnswer>>,
    /** The next answers, in place of the usual ones. */
    next: [] as Array<Partial<HttpAnswer> | 'lost'>,
    /** What a kiosk is told that boots. */
    booted: { status: 'accepted', heartbeatSeconds: 300, is_renting: true, is_returning: true } as Omit<
      KioskBooted,
      'currentTime'
    >,
    kind: 'resident' as 'resident' | 'visitor',
    bikesMax: 3,
    onRental: (_view: RentalView, _request: RentalRequest) => {},
  };

  const json = (status: number, body: unknown): HttpAnswer => ({ status, headers: {}, body: JSON.stringify(body) });

  /** A place for photos: it takes one at each address, and only with the headers that were granted. */
  function place({ url, headers, body = '' }: HttpRequest): HttpAnswer {
    if (uploads.some((upload) => upload.url === url)) return { status: 412, headers: {}, body: '<Error/>' };
    if (headers['content-type'] !== 'image/png' || headers['if-none-match'] !== '*')
      return { status: 403, headers: {}, body: '<Error/>' };
    uploads.push({ url, headers, bytes: Buffer.from(body) });
    return { status: 200, headers: {}, body: '' };
  }

  async function route(request: HttpRequest): Promise<HttpAnswer> {
    const { method, url } = request;
    const { pathname, host } = new URL(url);
    if (host === PHOTO_HOST) return place(request);
    const body = typeof request.body === 'string' ? request.body : '';
    if (pathname.startsWith('/v1/photos/')) return json(201, grant(pathname, JSON.parse(body).mediaType));
    if (pathname === '/.well-known/jwks.json') return json(200, jwks);
    if (pathname === '/v1/token') {
      const assertion = new URLSearchParams(body).get('assertion') ?? '';
      const currentDate = new Date(clock.now() + control.skewMs);
      const verified = await jwtVerify(assertion, device.publicKey, { currentDate }).catch(() => undefined);
      const payload = verified?.payload;
      if (!payload)
        return json(401, {
          type: 'urn:freewheel:problem:kiosk-unidentified',
          title: 'Who?',
          status: 401,
          detail: 'No.',
        });
      assertions.push(payload);
      return json(200, { access_token: 'aa.bb.cc', token_type: 'Bearer', expires_in: 900 });
    }
    if (pathname === '/v1/sessions') {
      const { plaintext } = await compactDecrypt(JSON.parse(body).credential, sealing.privateKey);
      credentials.push(JSON.parse(Buffer.from(plaintext).toString()));
      return json(201, session());
    }
    if (pathname === '/v1/reservations') {
      const { reservationId, kioskId, bikes } = JSON.parse(body);
      return json(201, { reservationId, kioskId, bikes, until: instant(clock.now() + 600_000) });
    }

    if (pathname === '/v1/kiosks/me/boot') {
      boots.push(JSON.parse(body));
      return json(200, { ...control.booted, currentTime: instant(clock.now() + control.skewMs) });
    }
    const rentalId = pathname.split('/').at(-1) ?? '';
    if (pathname === '/v1/damage-reports') {
      const report: DamageReport = JSON.parse(body);
      reports.push(report);
      const photo = report.hasPhoto ? { photoId: damagePhotoId(report.reportId) } : {};
      return json(202, { reportId: report.reportId, isWithdrawn: false, ...photo });
    }
    if (method === 'PUT') return json(202, start(rentalId, JSON.parse(body)));
    const view = views.get(rentalId);
    return view
      ? json(200, view)
      : json(404, {
          type: 'urn:freewheel:problem:rental-unknown',
          title: 'Rental unknown',
          status: 404,
          detail: 'No.',
        });
  }

  const grant = (pathname: string, mediaType: string) => ({
    url: `https://${PHOTO_HOST}${pathname}?signature=1`,
    headers: { 'content-type': mediaType, 'if-none-match': '*' },
    expiresAt: instant(clock.now() + 60_000),
  });

  const session = () => ({
    sessionId: '22222222-2222-4222-8222-222222222222',
    expiresAt: instant(clock.now() + 600_000),
    rider: { kind: control.kind, partyLimit: 3 },
    offer: {
      bikesMax: control.bikesMax,
      bikesAvailable: 3,
      bikesOut: 0,
      fare:
        control.kind === 'resident'
          ? { currency: 'USD', unlockFee: 0, perMinute: 0, freeMinutes: 120, dailyCap: 0 }
          : { currency: 'USD', unlockFee: 100, perMinute: 15, freeMinutes: 0, dailyCap: 1800 },
    },
  });

  function start(rentalId: string, request: RentalRequest) {
    const { bikes } = request;
    const requestedAt = instant(clock.now());
    if (!views.has(rentalId)) {
      const view: RentalView = {
        rentalId,
        kioskId: 'k1',
        status: 'requested',
        bikesAsked: bikes,
        requestedAt,
        bikes: [],
        revision: 1,
      };
      views.set(rentalId, view);
      queueMicrotask(() => control.onRental(view, request));
    }
    return { rentalId, kioskId: 'k1', bikes, requestedAt };
  }

  const http: HttpSend = async (request) => {
    const { method, url, body, headers } = request;
    requests.push({ method, url, headers, ...(typeof body === 'string' && { body }) });
    if (control.unreachable) throw new Error('The network is unreachable.');
    const planned = control.answers[new URL(url).pathname] ?? control.next.shift();
    const { gate } = control;
    const answer = planned && planned !== 'lost' ? { ...json(200, {}), ...planned } : await route(request);
    if (url.includes(control.losing.path) && control.losing.times-- > 0) throw new Error('The connection was reset.');
    if (planned === 'lost') throw new Error('The connection was reset.');
    await gate;
    const date = new Date(clock.now() + control.skewMs).toUTCString();
    return { ...answer, headers: { date, ...answer.headers } };
  };

  async function bikeToken(parts: CommandParts): Promise<string> {
    const { kioskId = 'k1', rentalId = RENTAL, slot = 1, attempt = 1, signedBy = 'city' } = parts;
    const now = Math.floor((clock.now() + control.skewMs) / 1000);
    const claims = {
      iss: tokenIssuer(CITY),
      aud: bikeAudience(kioskId),
      iat: now,
      exp: now + 300,
      jti: `${rentalId}-${slot}`,
      scope: 'bike',
      rental: rentalId,
      slot,
      bike: parts.bikeId,
      kiosk: kioskId,
      bay: parts.bay,
      commands: (['move', 'openUntilTaken'] as const).map((kind) => commandId(rentalId, slot, kind, attempt)),
      ...parts.claims,
    };
    const key = signedBy === 'city' ? city.privateKey : stranger.privateKey;
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: signedBy === 'sealingKey' ? 'seal-1' : 'city-1' })
      .sign(key);
  }

  async function command(parts: CommandParts): Promise<Command> {
    const { rentalId = RENTAL, slot = 1, kind, bikeId, bay, attempt = 1, livesMs = 120_000 } = parts;
    const now = clock.now() + control.skewMs;
    return {
      commandId: commandId(rentalId, slot, kind, attempt),
      kind,
      rentalId,
      slot,
      bikeId,
      bay,
      issuedAt: instant(now),
      expiresAt: instant(now + livesMs),
      bikeToken: await bikeToken(parts),
    };
  }

  return {
    control,
    http,
    requests,
    uploads,
    credentials,
    assertions,
    views,
    reports,
    boots,
    devicePublicKey: device.publicKey,
    deviceKey: await exportPKCS8(device.privateKey),
    sealingPrivateKey: sealing.privateKey,
    signature: (text: string) =>
      new CompactSign(Buffer.from(text)).setProtectedHeader({ alg: 'ES256', kid: 'city-1' }).sign(city.privateKey),
    command,
    /** Puts commands into the shadow of a kiosk. */
    send: async (...parts: CommandParts[]) => {
      const commands = await Promise.all(parts.map(command));
      for (const [index, made] of commands.entries())
        broker.desire(parts[index]?.kioskId ?? 'k1', 'commands', { [made.commandId]: made });
      return commands;
    },
    /** Asks a kiosk for a photo, which is waited for 20 s. */
    askForPhoto: (request: PhotoRequest, kioskId = 'k1') => broker.publish(photoTopic(CITY, kioskId), request),
    facts: (): Fact[] =>
      broker.published.filter(({ topic }) => topic.endsWith('/events')).map(({ payload }) => JSON.parse(payload)),
    /** Tells the kiosk where the rental began how it stands, or another one, to which its bikes came back. */
    tell: (view: RentalView, kioskId = view.kioskId) => {
      views.set(view.rentalId, view);
      broker.publish(rentalTopic(CITY, kioskId, view.rentalId), view);
    },
    station: (kioskId: string, bikes: number, docks: number, more: Partial<StationStatus> = {}) =>
      broker.publish(
        stationTopic(CITY, kioskId),
        {
          station_id: kioskId,
          num_vehicles_available: bikes,
          num_docks_available: docks,
          last_reported: instant(clock.now()),
          ...more,
        },
        true,
      ),
  };
}
export type FakeCloud = Awaited<ReturnType<typeof fakeCloud>>;
