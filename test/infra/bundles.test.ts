import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { bundling } from '../../infra/bundle-functions.ts';
import { handlerFiles, handlers } from '../../infra/handlers.ts';
import { refuseGone } from '../../infra/lean/lean.ts';

/** What a handler may weigh, in bytes: loading it is most of a cold start. */
const BYTES_MAX = 270_000;
describe('the bundles of functions', () => {
  const built = build({ ...bundling(handlerFiles()), write: false, metafile: true });

  it('are light, each of them', async () => {
    const { outputs } = (await built).metafile;
    const sizes = Object.entries(outputs).map(([file, { bytes }]) => ({ file, bytes }));

    const heavy = sizes.filter(({ bytes }) => bytes > BYTES_MAX);

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
    const files = Object.keys(inputs).filter((file) => file.includes('node_modules'));

    expect(files.filter((file) => /event-streams|endpoint-cache|mnemonist|credential-provider-ini/.test(file))).toEqual(
      [],
    );
    expect(files.filter((file) => /stripe[\\/]esm[\\/]resources[\\/]/.test(file))).toHaveLength(2);
  });

  it.each(['Sha256Js.js', 'stripe.esm.node.js', 'partitions.js', 'client-kms/dist-es/schemas/schemas_0.js'])(
    'are not made where a library has no more what is left out of it: %s',
    async (name) => {
      const { metafile } = await built;
      const moved = Object.entries(metafile.inputs).filter(([file]) => !file.endsWith(name));

      expect(() => refuseGone(metafile)).not.toThrow();
      expect(() => refuseGone({ ...metafile, inputs: Object.fromEntries(moved) })).toThrow(
        'Nothing is left out any more',
      );
    },
  );
});
