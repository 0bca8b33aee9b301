import type { DeclaredResource } from '../../../local/module.ts';

export function declaredResource(changes: Partial<DeclaredResource>): DeclaredResource {
  return { stack: 'Edge', logicalId: 'Resource', type: '', physicalName: 'edge-resource', declared: {}, ...changes };
}
