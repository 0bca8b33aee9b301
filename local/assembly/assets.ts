import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** A file or folder that the template speaks of as an object in a bucket. */
export interface Asset {
  /** Absolute. */
  path: string;
  kind: 'file' | 'folder';
}

/** The assets of all stacks, where `cdk synth` left them: nothing is zipped or uploaded. */
export interface AssetLibrary {
  /** @throws Error where the assembly has no such asset. */
  find(bucket: string, key: string): Asset;
  /** The assets that are single files, such as definitions of state machines. */
  files(): Array<{ bucket: string; key: string; path: string }>;
}

interface AssetManifest {
  files?: Record<
    string,
    {
      source: { path?: string; packaging?: string; executable?: string[] };
      destinations: Record<string, { bucketName: string; objectKey: string }>;
    }
  >;
}

/**
 * @param manifests the `*.assets.json` files; their bucket names have the environment's placeholders still in them.
 */
export function readAssets(
  folder: string,
  manifests: string[],
  environment: { region: string; account: string },
): AssetLibrary {
  const values: Record<string, string> = {
    AccountId: environment.account,
    Region: environment.region,
    Partition: 'aws',
  };
  const fill = (text: string) => text.replace(/\$\{AWS::(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const assets = new Map<string, Asset & { bucket: string; key: string }>();
  for (const manifest of manifests) {
    const { files = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as AssetManifest;
    for (const { source, destinations } of Object.values(files)) {
      if (!source.path) continue;
      const kind = source.packaging === 'zip' ? 'folder' : 'file';
      for (const { bucketName, objectKey } of Object.values(destinations)) {
        const [bucket, key] = [fill(bucketName), fill(objectKey)];
        assets.set(`${bucket}/${key}`, { bucket, key, kind, path: resolve(folder, source.path) });
      }
    }
  }
  return {
    files: () => [...assets.values()].filter(({ kind }) => kind === 'file'),
    find: (bucket, key) => {
      const asset = assets.get(`${bucket}/${key}`);
      if (asset) return asset;
      throw new Error(`The cloud assembly has no asset '${key}' for the bucket '${bucket}'.`);
    },
  };
}
