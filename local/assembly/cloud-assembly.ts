import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AssetLibrary, readAssets } from './assets.ts';

export interface TemplateResource {
  Type: string;
  Properties?: Record<string, unknown>;
  DependsOn?: string | string[];
  Condition?: string;
}

export interface Template {
  Resources?: Record<string, TemplateResource>;
  Parameters?: Record<string, { Type: string; Default?: unknown }>;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: unknown }; Condition?: string }>;
}

export interface Stack {
  name: string;
  template: Template;
}

/** What `cdk synth` has made, as far as the host needs it. */
export interface CloudAssembly {
  /** Each after those it depends on. */
  stacks: Stack[];
  region: string;
  account: string;
  assets: AssetLibrary;
}

interface Artifact {
  type: string;
  environment?: string;
  dependencies?: string[];
  properties?: { templateFile?: string; stackName?: string; file?: string };
}

/** Where a stack says nothing of its environment. */
const DEFAULT_REGION = 'us-east-1';
const DEFAULT_ACCOUNT = '000000000000';

function readJson<Content>(path: string): Content {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** The ids of all artifacts, each after those it depends on. */
function inOrder(artifacts: Record<string, Artifact>): string[] {
  const ordered = new Set<string>();
  const visit = (id: string, path: string[]) => {
    if (path.includes(id)) throw new Error(`The cloud assembly's artifacts depend on each other: ${path.join(', ')}.`);
    if (ordered.has(id)) return;
    for (const dependency of artifacts[id]?.dependencies ?? []) visit(dependency, [...path, id]);
    ordered.add(id);
  };
  for (const id of Object.keys(artifacts)) visit(id, []);
  return [...ordered];
}

/** Region and account of `aws://account/region`; the host stands for one environment, so all stacks must agree. */
function environmentOf(stacks: Artifact[]): { region: string; account: string } {
  const environments = new Set(stacks.map(({ environment = '' }) => environment));
  if (environments.size > 1) {
    const all = [...environments].join(', ');
    throw new Error(`The stacks are for several environments (${all}); the embedded host stands for one at a time.`);
  }
  const [, account = '', region = ''] = /^aws:\/\/([^/]+)\/(.+)$/.exec([...environments][0] ?? '') ?? [];
  return {
    account: /^\d{12}$/.test(account) ? account : DEFAULT_ACCOUNT,
    region: region === 'unknown-region' || !region ? DEFAULT_REGION : region,
  };
}

/**
 * Reads the folder that `cdk synth` wrote.
 *
 * @throws Error that says what to do where there is no assembly, or one that the host cannot stand for.
 */
export function readCloudAssembly(folder: string): CloudAssembly {
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) throw new Error(`There is no cloud assembly in ${folder}. Make one with 'npm run synth'.`);
  const { artifacts = {} } = readJson<{ artifacts?: Record<string, Artifact> }>(manifest);
  const ordered = inOrder(artifacts).map((id) => ({ id, ...artifacts[id] }) as Artifact & { id: string });
  const ofType = (type: string) => ordered.filter((artifact) => artifact.type === type);
  const nested = ofType('cdk:cloud-assembly')[0];
  if (nested)
    throw new Error(`${nested.id} is a stage within the cloud assembly; give the host the stage's own folder.`);
  const stacks = ofType('aws:cloudformation:stack');
  if (stacks.length === 0) throw new Error(`The cloud assembly in ${folder} has no stack.`);
  const environment = environmentOf(stacks);
  const manifests = ofType('cdk:asset-manifest').map(({ properties }) => join(folder, properties?.file ?? ''));
  return {
    ...environment,
    stacks: stacks.map(({ id, properties }) => ({
      name: properties?.stackName ?? id,
      template: readJson<Template>(join(folder, properties?.templateFile ?? '')),
    })),
    assets: readAssets(folder, manifests, environment),
  };
}
