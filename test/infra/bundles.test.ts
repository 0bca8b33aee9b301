import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { bundling } from '../../infra/bundle-functions.ts';
import { handlerFiles, handlers } from '../../infra/handlers.ts';
import { UNREACHED } from '../../infra/lean-sdk.ts';

/** What a handler may weigh, in bytes: loading it is most of a cold start. */
const LIMIT = 270_000;
/** More than two SDK clients weigh more, each about 35 KB, and S3's about 170 KB. No more of them than these. */
const HEAVIER: Record<string, number> = {
  // Those that kiosks call count what each asks, in DynamoDB, and Lambda's client alone weighs twice as much as others.
  'frontend/find-nearest': 318_000,
  'frontend/hold-bikes': 318_000,
  'frontend/boot-kiosk': 318_000,
  'frontend/grant-upload': 318_000,
  'frontend/open-session': 318_000,
  'frontend/read-receipt': 318_000,
  'frontend/report-damage': 318_000,
  'frontend/request-rental': 318_000,
  'frontend/view-rental': 318_000,
  // Looks at the city through Lambda, writes into S3, asks KMS once; it runs each minute, and so is hardly ever cold.
  'feed/publish-feed': 510_000,
  // Takes whatever operators do, each kind with the contract of the service that does it.
  'frontend/take-action': 285_000,
  'bikes/follow-camera': 285_000,
  'identity/verify-credential': 305_000,
  'bikes/record-photo-gap': 300_000,
  'bikes/check-out-bike': 355_000,
  'bikes/grant-upload': 405_000,
  'bikes/view-photo': 405_000,
  'bikes/record-photo': 440_000,
  'orchestration/start-rental': 290_000,
  'bikes/await-return': 300_000,
  // Moves bikes by MDS's table of transitions, for an operator whom a few milliseconds do not keep waiting.
  'bikes/end-ride': 275_000,
  'bikes/follow-storage': 300_000,
  'bikes/hold-ahead': 300_000,
  'bikes/release-ahead': 300_000,
  'bikes/release-bikes': 300_000,
  'bikes/report-missing': 300_000,
  'bikes/report-overdue': 300_000,
  'bikes/reserve-bikes': 300_000,
  'bikes/start-trip': 300_000,
  'bikes/swap-bike': 300_000,
  'orchestration/vouch-for-rider': 315_000,
  'storage/cancel-commands': 320_000,
  'storage/record-fact': 320_000,
  // Those that ask an acquirer hold Stripe's library too: docs/decisions/0014.
  'payments/refund-payment': 345_000,
  'payments/reclaim-hold': 345_000,
  'payments/authorize-payment': 385_000,
  'payments/settle-payment': 385_000,
  'payments/void-payment': 385_000,
  'payments/capture-payment': 385_000,
  'storage/move-bike': 340_000,
  'storage/open-until-taken': 340_000,
};

describe('the bundles of functions', () => {
  const built = build({ ...bundling(handlerFiles()), write: false, metafile: true });

  it('are light, all but the few that speak to many services', async () => {
    const { outputs } = (await built).metafile;
    const sizes = Object.entries(outputs).map(([file, { bytes }]) => ({ file, bytes }));

    const heavy = sizes.filter(({ file, bytes }) => {
      const name = handlers().find((one) => file.endsWith(join(one, 'index.js'))) ?? '';
      return bytes > (HEAVIER[name] ?? LIMIT);
    });

    expect(sizes).toHaveLength(handlers().length);
    expect(heavy).toEqual([]);
  });

  it('leave out the schemas of a contract that the function does not use', async () => {
    const textOf = async (name: string) =>
      (await built).outputFiles.find(({ path }) => path.endsWith(join(name, 'index.js')))?.text ?? '';

    const [lookUp, request] = await Promise.all(['bikes/look-up-availability', 'frontend/request-rental'].map(textOf));

    expect(lookUp).toContain('must be a kiosk id');
    expect(lookUp).not.toMatch(/must be a (payment method|photo id|SHA-256)/);
    expect(request).toContain('must be a payment method');
  });

  it('leave out what no function reaches', async () => {
    const { inputs } = (await built).metafile;
    const files = Object.keys(inputs);

    const left = files.filter((file) => /event-streams|endpoint-cache|mnemonist|credential-provider-ini/.test(file));

    expect(left.filter((file) => file.includes('node_modules'))).toEqual([]);
    expect(
      files.filter((file) => UNREACHED.test(file)).every((file) => (inputs[file]?.imports ?? []).length === 0),
    ).toBe(true);
    expect(new Set(files.map((file) => UNREACHED.exec(file)?.[1]).filter(Boolean)).size).toBe(4);
  });
});
