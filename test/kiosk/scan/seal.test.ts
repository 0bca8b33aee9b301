import { describe, expect, it } from '@jest/globals';
import { compactDecrypt, decodeProtectedHeader } from 'jose';
import { Credential, SealedCredential } from '../../../functions/identity/contract.ts';
import { readScan } from '../../../kiosk/scan/read-scan.ts';
import { LICENCE } from '../support/people.ts';
import { rig } from '../support/rig.ts';

describe('a credential', () => {
  it('opens with the city’s private key alone, and says where and when it was sealed', async () => {
    const here = await rig();
    const sealedAt = new Date(here.clock.now()).toISOString();
    here.kiosk.scan(LICENCE);
    await here.until('the session is asked for', () => here.cloud.credentials.length === 1);
    const body = here.cloud.requests.find(({ url }) => url.endsWith('/v1/sessions'))?.body ?? '{}';
    const sealed = SealedCredential.parse(JSON.parse(body).credential);

    const { plaintext } = await compactDecrypt(sealed, here.cloud.sealingPrivateKey);

    expect(Credential.parse(JSON.parse(Buffer.from(plaintext).toString()))).toMatchObject({
      document: readScan(LICENCE),
      kioskId: 'k1',
      sealedAt,
    });
    expect(decodeProtectedHeader(sealed)).toEqual({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: 'seal-1' });
  });

  it('is the only trace of a licence that leaves the kiosk or stays in it', async () => {
    const here = await rig();
    here.kiosk.scan(LICENCE);
    await here.until('the session is open', () => here.kiosk.state().screen.name === 'howMany');

    const traces = JSON.stringify([
      here.cloud.requests,
      here.broker.published,
      here.log,
      here.kiosk.state(),
      here.store.get('keys'),
    ]);

    expect(traces).not.toMatch(/QUILL|MARTA|Q1234567|LANTERN|14424/);
  });
});
