import type { EdgeFunction } from './edge-function.ts';
import { CACHE_POLICIES, NOTHING, ORIGIN_REQUEST_POLICIES, type PassedOn } from './managed-policies.ts';
import { type Origin, type OriginProperties, readOrigin } from './origin.ts';
import { pathPattern } from './path-pattern.ts';
import { refuseOthers } from './refuse-others.ts';
import type { AddHeaders } from './response-headers.ts';

/** How requests for some paths are served. */
export interface Behaviour {
  matches(path: string): boolean;
  methods: readonly string[];
  origin: Origin;
  passes: PassedOn;
  /** Asked about each request before anything else. */
  viewerRequest: EdgeFunction | undefined;
  addHeaders: AddHeaders;
}

export interface Distribution {
  /** In the order in which they are asked; the last one takes everything. */
  behaviours: Behaviour[];
  /** The file at the address itself; undefined where there is none. */
  rootObject: string | undefined;
}

/** What a distribution refers to, by reference: the kinds that are deployed before it. */
export interface Parts {
  functions: Map<string, EdgeFunction>;
  headersPolicies: Map<string, AddHeaders>;
  accessControls: Set<string>;
}

interface BehaviourProperties {
  PathPattern?: string;
  TargetOriginId: string;
  CachePolicyId?: string;
  OriginRequestPolicyId?: string;
  ResponseHeadersPolicyId?: string;
  AllowedMethods?: string[];
  FunctionAssociations?: Array<{ EventType: string; FunctionARN: string }>;
}

interface DistributionProperties {
  Enabled: boolean;
  DefaultRootObject?: string;
  DefaultCacheBehavior: BehaviourProperties;
  CacheBehaviors?: BehaviourProperties[];
  Origins: OriginProperties[];
}

/** Protocols, compression, places and names are the cloud's: on the loopback interface there is one of each. */
const BEHAVIOUR_ELEMENTS =
  'PathPattern TargetOriginId CachePolicyId OriginRequestPolicyId ResponseHeadersPolicyId AllowedMethods FunctionAssociations ViewerProtocolPolicy Compress'.split(
    ' ',
  );
const DISTRIBUTION_ELEMENTS =
  'Enabled DefaultRootObject DefaultCacheBehavior CacheBehaviors Origins Comment HttpVersion IPV6Enabled PriceClass Aliases ViewerCertificate'.split(
    ' ',
  );

/** Where nothing is said, a distribution is for reading. */
const METHODS = ['GET', 'HEAD'];

function known<Value>(values: Map<string, Value> | Record<string, Value>, id: string, what: string): Value {
  const found = values instanceof Map ? values.get(id) : Object.hasOwn(values, id) ? values[id] : undefined;
  if (found === undefined) throw new Error(`the embedded host knows no ${what} '${id}'`);
  return found;
}

function functionOf({ FunctionAssociations: associations = [] }: BehaviourProperties, parts: Parts) {
  const [association, ...others] = associations;
  if (others.length > 0 || (association && association.EventType !== 'viewer-request'))
    throw new Error('the embedded host runs one function of a behaviour, on viewer-request');
  return association && known(parts.functions, association.FunctionARN, 'function of CloudFront');
}

function readBehaviour(properties: BehaviourProperties, origins: Map<string, Origin>, parts: Parts): Behaviour {
  refuseOthers(properties, BEHAVIOUR_ELEMENTS, 'a cache behaviour');
  const { PathPattern = '*', TargetOriginId, CachePolicyId = '', OriginRequestPolicyId: passing } = properties;
  const { ResponseHeadersPolicyId: adding, AllowedMethods: methods = METHODS } = properties;
  known(CACHE_POLICIES, CachePolicyId, 'cache policy');
  return {
    matches: pathPattern(PathPattern),
    methods,
    origin: known(origins, TargetOriginId, 'origin'),
    passes: passing === undefined ? NOTHING : known(ORIGIN_REQUEST_POLICIES, passing, 'origin request policy').passes,
    viewerRequest: functionOf(properties, parts),
    addHeaders: adding === undefined ? (headers) => headers : known(parts.headersPolicies, adding, 'headers policy'),
  };
}

/**
 * Reads an `AWS::CloudFront::Distribution` whose references are resolved.
 *
 * @throws Error that names what in it the host does not do.
 */
export function readDistribution(properties: Record<string, unknown>, parts: Parts): Distribution {
  const config = properties['DistributionConfig'] as DistributionProperties;
  refuseOthers(config, DISTRIBUTION_ELEMENTS, 'a distribution');
  if (config.Enabled !== true) throw new Error('the embedded host has no use for a distribution that is not enabled');
  const origins = new Map(config.Origins.map((origin) => [origin.Id, readOrigin(origin, parts.accessControls)]));
  const all = [...(config.CacheBehaviors ?? []), config.DefaultCacheBehavior];
  return {
    behaviours: all.map((behaviour) => readBehaviour(behaviour, origins, parts)),
    rootObject: config.DefaultRootObject,
  };
}
