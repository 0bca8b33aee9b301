import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { runInNewContext } from 'node:vm';
import type { Plugin, PluginBuild } from 'esbuild';
import { type Diagram, pruned, type Rules } from './diagram.ts';

/** The file of a client that holds its diagram. */
export const DIAGRAM = /@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]endpoint[\\/]bdd\.js$/;
/** The file that all clients share. */
export const PARTITIONS = /@aws-sdk[\\/]core[\\/].*[\\/]partitions\.js$/;

/** What no call of ours asks for, whatever it calls. */
const REFUSED: Rules['refused'] = {
  FIPS: ['["booleanEquals",[{"ref":"UseFIPS"}'],
  'dual stack': ['["booleanEquals",[{"ref":"UseDualStack"}'],
};

const isSaid = (parameter: string) => `["booleanEquals",[{"fn":"coalesce","argv":[{"ref":"${parameter}"}`;
const nameHas = (part: string, text: string) =>
  `["stringEquals",[{"fn":"coalesce","argv":[{"fn":"substring","argv":[{"ref":"Bucket"},${part}]},""]},"${text}"]`;

const RULES: Record<string, Partial<Rules>> = {
  dynamodb: {
    refused: {
      'required accounts': ['["stringEquals",[{"ref":"AccountIdEndpointMode"},"required"]'],
      searches: [isSaid('IsSearchOperation')],
    },
    // It knows the account from the ARN of a table, or from credentials, and then has an address for that account
    // alone. We name tables by their names, our credentials say no account, and the region's address would do.
    ignored: ['["aws.parseArn"', '["isSet",[{"ref":"AccountId"}'],
  },
  eventbridge: { refused: { 'several regions': ['["isSet",[{"ref":"EndpointId"}'] } },
  s3: {
    refused: {
      'ARNs of buckets': ['["aws.parseArn",[{"ref":"Bucket"}', nameHas('0,4,false', 'arn:')],
      'S3 Express': [nameHas('0,6,true', '--x-s3'), nameHas('0,7,true', '--xa-s3')],
      Outposts: ['["stringEquals",[{"ref":"accessPointSuffix"},"--op-s3"]'],
      acceleration: ['["booleanEquals",[{"ref":"Accelerate"}'],
      'all regions': [
        '["booleanEquals",[{"ref":"UseGlobalEndpoint"}',
        '["stringEquals",[{"ref":"Region"},"aws-global"]',
      ],
      'Object Lambda': [isSaid('UseObjectLambdaEndpoint')],
      'no bucket': ['!["isSet",[{"ref":"Bucket"}'],
    },
  },
};

/** The rules for a client, by the last part of the name of its package. */
const rulesFor = (client = ''): Rules => {
  const { refused = {}, ignored = [] } = RULES[client] ?? {};
  return { refused: { ...REFUSED, ...refused }, ignored };
};

/** Runs a module of the SDK that holds data, with what it imports; answers its exports. */
async function exportsOf<Exports>(build: PluginBuild, path: string, imported: object = {}): Promise<Exports> {
  const { code } = await build.esbuild.transform(await readFile(path, 'utf8'), { format: 'cjs' });
  const module = { exports: {} };
  runInNewContext(code, { module, require: () => imported });
  return module.exports as Exports;
}

/** What a client's file makes its diagram with. */
const BinaryDecisionDiagram = {
  from: (nodes: ArrayLike<number>, root: number, conditions: unknown[][], results: unknown[][]): Diagram => {
    return { nodes, root, conditions, results };
  },
};

/** The part of the world that a region is in: Amazon's own, China's, and others. */
interface Partition {
  regionRegex: string;
  /** What is known of some regions. All that any has is a description, which no endpoint depends on. */
  regions: Record<string, object>;
}

/** A partition without the regions that are told by their names. */
const withoutRegions = ({ regions, ...partition }: Partition): Partition => ({
  ...partition,
  regions: Object.fromEntries(
    Object.keys(regions)
      .filter((region) => !new RegExp(partition.regionRegex).test(region))
      .map((region) => [region, {}]),
  ),
});

/**
 * Leaves out endpoints that no call of ours goes to. What is left is the SDK's own: `AWS_ENDPOINT_URL` and each region
 * of each partition lead where they did.
 */
export const leanEndpoints: Plugin = {
  name: 'lean-endpoints',
  setup(build) {
    build.onLoad({ filter: DIAGRAM }, async ({ path }) => {
      const { bdd } = await exportsOf<{ bdd: Diagram }>(build, path, { BinaryDecisionDiagram });
      const { nodes, root, conditions, results } = pruned(bdd, rulesFor(/client-([\w-]+)/.exec(path)?.[1]));
      const given = [Array.from(nodes), root, conditions, results].map((one) => JSON.stringify(one));
      return {
        contents: `
          import { BinaryDecisionDiagram } from '@smithy/core/endpoints';
          export const bdd = BinaryDecisionDiagram.from(${given.join(', ')});
        `,
        resolveDir: dirname(path),
      };
    });
    build.onLoad({ filter: PARTITIONS }, async ({ path }) => {
      const { partitionsInfo } = await exportsOf<{ partitionsInfo: { partitions: Partition[] } }>(build, path);
      const partitions = partitionsInfo.partitions.map(withoutRegions);
      return { contents: `export const partitionsInfo = ${JSON.stringify({ ...partitionsInfo, partitions })};` };
    });
  },
};
