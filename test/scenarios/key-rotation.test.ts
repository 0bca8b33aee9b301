import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeProtectedHeader } from 'jose';
import { freewheelApp } from '../../infra/app.ts';
import { rentAndTake, screen } from '../../laptop/rider.ts';
import { openVirtualCity, type VirtualCity } from '../simulation/virtual-city.ts';
import { eventually, openTestCity, type TestCity } from './city.ts';
import { type Forger, forger } from './forger.ts';
import { riderAt } from './people.ts';

/** What an operator deploys in turn; the first of a list is in use. */
const BOTH = { tokenKeys: '2,1', credentialKeys: '2,1' };
const NEW_ALONE = { tokenKeys: '2', credentialKeys: '2', retiredTokenKeys: '1', retiredCredentialKeys: '1' };

const folder = mkdtempSync(join(tmpdir(), 'freewheel-keys-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Synthesizes the city with these keys, as `cdk deploy --context tokenKeys=2,1` does. */
function assembly(name: string, context: Record<string, string>): string {
  const outdir = join(folder, name);
  freewheelApp({ outdir, context }).synth();
  return outdir;
}

/** The key that signed the token of a rental. */
const kidOf = (input: unknown) => decodeProtectedHeader((input as { rentalToken: string }).rentalToken).kid;
const find = async (city: TestCity, workflow: 'Rental' | 'Ride', rentalId: string) =>
  (await city.executions(workflow)).find(({ name }) => name === rentalId);
/** How a workflow of this rental ended. */
const ended = (city: TestCity, workflow: 'Rental' | 'Ride', rentalId: string) =>
  eventually(async () => {
    const execution = await find(city, workflow, rentalId);
    return execution && execution.status !== 'RUNNING' && execution;
  });

describe('when the keys of tokens and credentials are replaced', () => {
  let city: TestCity;
  let handedOver: { rentalId: string; bikeId: string };

  beforeAll(async () => {
    city = await openTestCity();
  });
  afterAll(() => city.dispose());

  it('goes on with a rental that was under way, with tokens of both keys', async () => {
    const kiosk = city.kiosk('harbour-steps');
    kiosk.machine.scan(city.card('Marta'));
    await screen(kiosk, 'howMany');
    kiosk.rent(1);
    const { name: rentalId } = await eventually(async () =>
      (await city.executions('Rental')).find(({ status }) => status === 'RUNNING'),
    );

    city = await city.reopen(assembly('both', BOTH));
    const bikeId = await eventually(async () => city.kiosk('harbour-steps').machine.take());
    const rental = await ended(city, 'Rental', rentalId);
    handedOver = { rentalId, bikeId };

    expect(rental).toMatchObject({ status: 'SUCCEEDED' });
    expect(await city.bike(bikeId)).toMatchObject({ state: 'on_trip' });
  });

  it('signs with the new key, and still ends the rides that the old one began', async () => {
    const kiosk = city.kiosk('old-mill');
    kiosk.machine.scan(city.card('Odette'));
    await screen(kiosk, 'howMany');
    const { rentalId } = await rentAndTake(kiosk, 1);
    const [before, after] = [await find(city, 'Rental', handedOver.rentalId), await find(city, 'Rental', rentalId)];

    city.kiosk('library').machine.dock(handedOver.bikeId);
    const ride = await ended(city, 'Ride', handedOver.rentalId);

    expect(kidOf(before?.input)).not.toBe(kidOf(after?.input));
    expect(ride).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('a key that was taken away', () => {
  let city: VirtualCity;
  let old: Forger;

  beforeAll(async () => {
    city = await openVirtualCity({ assemblyDir: assembly('new', NEW_ALONE) });
    const outputs = Object.entries(city.host.outputs[`Freewheel-${city.city.id}-dev-Data`] ?? {});
    const [, retired] = outputs.find(([name]) => /^ExportsOutputRefTokenKeys1/.test(name)) ?? [];
    old = await forger(city, retired);
  });
  afterAll(() => city.close());

  it('is not published, and its tokens are refused', async () => {
    const claims = { aud: ['payments'], scope: 'rental', sub: `rider_${'r'.repeat(32)}`, kiosk: 'old-mill' };
    const ids = { rental: '0a6f4a3e-6a4f-4a3c-9d5e-3f0c2b1a9d8e', session: '5c1e7f60-2f0b-4b57-8f0a-1f6a7b8c9d0e' };
    const rentalToken = await old.token({ ...claims, ...ids });
    const FunctionName = `Freewheel-${city.city.id}-dev-Services-PaymentsVoidPayment`;
    const request = new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify({ rentalToken })) });

    const answer = await city.meanwhile(city.lambda.send(request));

    expect(JSON.parse(Buffer.from(answer.Payload ?? []).toString())).toMatchObject({ errorType: 'TokenRefused' });
  });

  it('is missed by nobody who rents with the new one', async () => {
    const view = await riderAt(city, 'Marta', 'harbour-steps').rent({ bikes: 1 });

    expect(view.status).toBe('handedOver');
  });
});
