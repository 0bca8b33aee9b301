import { KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { bikesEnv } from '../../functions/bikes/env.ts';
import { tokenSigner } from '../../functions/shared/token-signer.ts';
import { RENTAL_AUDIENCES, type RentalClaims } from '../../functions/shared/tokens.ts';
import type { Host } from '../../local/host.ts';
import { instant, sleep, systemClock } from '../../seams/clock.ts';
import { systemRandom, uuid } from '../../seams/random.ts';
import { kioskId } from './big-city.ts';

const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };

/** What a minute of starts came to. */
export interface Load {
  started: number;
  /** By the name of what went wrong. */
  failed: Map<string, number>;
  seconds: number;
  /** For how many of them a processor was busy, with whatever this process did. */
  busy: number;
}

/**
 * Starts rentals at a rate, as far as bikes takes part in it: the real functions reserve a bike and start its trip,
 * and all that follows from their events is done as well. Who rides, and the machine at the kiosk, are not there.
 */
export async function rentals(host: Host) {
  const client = { endpoint: host.awsEndpoint, region: host.region, credentials };
  const [kms, lambda] = [new KMSClient(client), new LambdaClient(client)];
  const FunctionName = 'Freewheel-havenbrook-dev-Services-BikesReserveBikes';
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const variables = Environment?.Variables ?? {};
  const KeyId = String(variables[bikesEnv.tokenKeys]?.split(',')[0]);
  const sign = async (Message: Uint8Array) => {
    const asked = { KeyId, Message, MessageType: 'RAW', SigningAlgorithm: 'ECDSA_SHA_256' } as const;
    return (await kms.send(new SignCommand(asked))).Signature ?? new Uint8Array();
  };
  const issuer = String(variables[bikesEnv.tokenIssuer]);
  const signer = tokenSigner({ issuer, key: { kid: KeyId, sign }, clock: systemClock, random: systemRandom });
  let index = 0;
  const start = async () => {
    const [rental, kiosk] = [uuid(systemRandom), kioskId(++index * 7)];
    const partyRef = `rider_${rental.replaceAll('-', '')}`;
    const who = { sub: partyRef, rental, kiosk, session: uuid(systemRandom) };
    const rentalToken = await signer.mint<RentalClaims>({ aud: [...RENTAL_AUDIENCES], scope: 'rental', ...who }, 3_600);
    const reserve = { rentalToken, kioskId: kiosk, partyRef, partyLimit: 1, bikes: 1 };
    const reserved = (await host.invoke(FunctionName, reserve)) as { bikes: [{ bikeId: string }] };
    const trip = { rentalToken, slot: 1, bikeId: reserved.bikes[0].bikeId, takenAt: instant(systemClock.now()) };
    await host.invoke(FunctionName.replace('ReserveBikes', 'StartTrip'), trip);
  };
  return {
    /** Starts `perSecond` of them until told to stop; each begins in its turn, whether those before have ended or not. */
    during: async (perSecond: number, work: () => Promise<void>): Promise<Load> => {
      const load: Load = { started: 0, failed: new Map(), seconds: 0, busy: 0 };
      const running = new Set<Promise<void>>();
      const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
      let isOver = false;
      const pace = (async () => {
        for (let next = startedAt; !isOver; next += 1_000 / perSecond) {
          await sleep(systemClock, next - performance.now());
          const one: Promise<void> = start()
            .then(() => void load.started++)
            .catch(({ name }: Error) => void load.failed.set(name, (load.failed.get(name) ?? 0) + 1))
            .finally(() => running.delete(one));
          running.add(one);
        }
      })();
      await work();
      isOver = true;
      load.seconds = (performance.now() - startedAt) / 1_000;
      const { user, system } = process.cpuUsage(cpu);
      load.busy = (user + system) / 1e6;
      await pace;
      await Promise.all(running);
      return load;
    },
    close: () => {
      kms.destroy();
      lambda.destroy();
    },
  };
}
