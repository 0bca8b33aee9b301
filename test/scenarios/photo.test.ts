import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { BikesReserved } from '../../functions/bikes/contract.ts';
import { PhotosListed, PhotoViewed } from '../../functions/bikes/photo-contract.ts';
import { kmsSigningKey, tokenSigner } from '../../functions/shared/token-signer.ts';
import { RENTAL_AUDIENCES, type RentalClaims, tokenIssuer } from '../../functions/shared/tokens.ts';
import { systemClock } from '../../seams/clock.ts';
import { systemRandom, uuid } from '../../seams/random.ts';
import { eventually, openTestCity, type TestCity } from './city.ts';

const KIOSK = 'harbour-steps';
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

let city: TestCity;
let lambda: LambdaClient;
const before = { ...process.env };
beforeAll(async () => {
  city = await openTestCity();
  lambda = new LambdaClient({ endpoint: city.host.awsEndpoint, region: city.host.region, credentials });
  Object.assign(process.env, {
    ...{ AWS_ENDPOINT_URL: city.host.awsEndpoint, AWS_REGION: city.host.region },
    ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
  });
});
afterAll(async () => {
  process.env = before;
  lambda.destroy();
  await city.dispose();
});

/** Calls a function of bike management, as a workflow or an operator does. */
async function call<Answer>(name: string, command: object, answer: z.ZodMiniType<Answer>): Promise<Answer> {
  const FunctionName = `Freewheel-havenbrook-dev-Services-${name}`;
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(command)) }),
  );
  const text = Buffer.from(Payload ?? []).toString();
  if (FunctionError) throw new Error(text);
  return answer.parse(JSON.parse(text));
}

/** A bike that is reserved for a rental of its own, and stands in the hatch. */
async function bikeInHatch() {
  const { keys } = (await (await fetch(`${city.address}/.well-known/jwks.json`)).json()) as {
    keys: { kid: string; use: string }[];
  };
  const kid = keys.find(({ use }) => use === 'sig')?.kid ?? '';
  const signer = tokenSigner({
    issuer: tokenIssuer(city.city.id),
    key: kmsSigningKey(kid),
    clock: systemClock,
    random: systemRandom,
  });
  const [rental, session] = [uuid(systemRandom), uuid(systemRandom)];
  const sub = 'resident_0123456789abcdef';
  const aud = [...RENTAL_AUDIENCES];
  const claims = { aud, scope: 'rental' as const, sub, rental, kiosk: KIOSK, session };
  const rentalToken = await signer.mint<RentalClaims>(claims, 600);
  const party = { partyRef: sub, partyLimit: 5, bikes: 1 };
  const reserved = await call('BikesReserveBikes', { rentalToken, kioskId: KIOSK, ...party }, BikesReserved);
  const [bike] = reserved.bikes;
  if (!bike) throw new Error(`No bike was reserved at ${KIOSK}.`);
  const { machine } = city.kiosk(KIOSK);
  await machine.fetch(bike.bay);
  const command = { rentalToken, kioskId: KIOSK, ...bike };
  return { rental, machine, command, bay: bike.bay, bikeId: bike.bikeId };
}

const photosOf = async (bikeId: string, rental: string) =>
  (await call('FootageListPhotos', { bikeId }, PhotosListed)).photos.find(({ rentalId }) => rentalId === rental);

describe('the photo of a bike', () => {
  it('is asked of the kiosk, goes straight to its place, and can be looked at', async () => {
    const { command, bikeId, rental, machine, bay } = await bikeInHatch();

    const { photoId } = await call(
      'FootageCheckOutBike',
      { taskToken: 'nobody', ...command },
      z.object({ photoId: z.string() }),
    );
    const photo = await eventually(async () => {
      const found = await photosOf(bikeId, rental);
      return found?.status === 'stored' && found;
    });
    const look = { photoId, operator: 'ada', reason: 'A rider says that the lamp was broken.' };
    const { url } = await call('FootageViewPhoto', look, PhotoViewed);
    const seen = await fetch(url);

    expect(photo).toMatchObject({ photoId, kioskId: KIOSK, slot: 1 });
    expect(seen.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await seen.arrayBuffer())).toEqual(Buffer.from((await machine.photograph()).bytes));
    await machine.stow(bay);
  });

  it('is given up at once where the camera fails', async () => {
    const { command, bikeId, rental, machine, bay } = await bikeInHatch();
    machine.fault('camera', 'once');

    await call('FootageCheckOutBike', { taskToken: 'nobody', ...command }, z.unknown());
    const photo = await eventually(async () => {
      const found = await photosOf(bikeId, rental);
      return found?.status === 'missing' && found;
    });

    expect(photo.reason).toBe('PhotoFailed');
    await machine.stow(bay);
  });
});
