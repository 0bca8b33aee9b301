import type { DeclaredResource, ResourceIdentity, ResourceKind } from '../module.ts';
import { readPolicy } from './policy.ts';
import type { Registry } from './registry.ts';
import { attributesOf, thingId } from './registry.ts';
import type { TopicRules } from './rules/topic-rules.ts';

/** The name that the template gives, or one made of the physical name. Throws where the template computes it. */
function nameOf({ declared, logicalId, type, physicalName }: DeclaredResource, property: string): string {
  const given = declared[property];
  if (given === undefined) return physicalName;
  if (typeof given === 'string') return given;
  throw new Error(`The ${property} of ${logicalId} (${type}) must be plain text; the embedded host resolves no names.`);
}

/** The resource types of AWS IoT Core that the host knows. */
export function iotKinds(
  registry: Registry,
  rules: TopicRules,
  arn: (resource: string) => string,
): Record<string, ResourceKind> {
  const identity = (kind: string, name: string, more: Record<string, string> = {}): ResourceIdentity => ({
    ref: name,
    attributes: { Arn: arn(`${kind}/${name}`), ...more },
  });
  return {
    'AWS::IoT::Policy': {
      identify: (resource) => {
        const name = nameOf(resource, 'PolicyName');
        return identity('policy', name, { Id: name });
      },
      deploy: ({ ref, attributes, properties }) => {
        const document = JSON.stringify(properties['PolicyDocument'] ?? {});
        readPolicy(document);
        registry.putPolicy({ name: ref, arn: attributes['Arn'] ?? '', document });
      },
    },
    'AWS::IoT::Thing': {
      identify: (resource) => {
        const name = nameOf(resource, 'ThingName');
        return identity('thing', name, { Id: thingId(name) });
      },
      deploy: ({ ref, properties }) => {
        registry.putThing({ name: ref, attributes: attributesOf(lowered(properties['AttributePayload'])) });
      },
    },
    'AWS::IoT::TopicRule': {
      // A rule's name holds letters, digits and underscores only (AWS IoT API reference, CreateTopicRule).
      identify: (resource) => identity('rule', nameOf(resource, 'RuleName').replaceAll(/[^a-zA-Z0-9_]/g, '_')),
      deploy: ({ ref, properties }) => rules.deploy(ref, properties['TopicRulePayload']),
    },
  };
}

/** CloudFormation writes `Attributes` where the API writes `attributes`. */
function lowered(payload: unknown): unknown {
  const declared = payload as { Attributes?: unknown } | undefined;
  return { attributes: declared?.Attributes };
}
