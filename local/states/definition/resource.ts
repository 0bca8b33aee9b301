import { SDK_SERVICE_NAMES, sdkOperation } from '../tasks/sdk-services.ts';

/** How a Task waits for its answer (AWS, "Service integration patterns"). */
export type Pattern = 'request' | 'sync' | 'sync:2' | 'waitForTaskToken';

/** What a Task calls, taken apart. `type` and `resource` are what histories show. */
export interface Resource {
  arn: string;
  kind: 'function' | 'optimised' | 'sdk';
  /** `lambda`, `dynamodb`, `aws-sdk:dynamodb`; for a function's ARN `lambda`. */
  type: string;
  /** `invoke.waitForTaskToken`; for a function's ARN the ARN. */
  resource: string;
  /** The action alone: `invoke`. */
  action: string;
  pattern: Pattern;
}

const FUNCTION_ARN = /^arn:[\w-]+:lambda:[\w-]*:\d{12}:function:[\w$:-]+$/;
const INTEGRATION_ARN =
  /^arn:[\w-]+:states:[^:]*:[^:]*:(?<type>aws-sdk:\w+|\w+):(?<action>\w+)(?:\.(?<pattern>[\w:]+))?$/;

/** The optimised integrations that the embedded host has, with their patterns besides plain request and response. */
const OPTIMISED: Record<string, Pattern[]> = {
  'lambda:invoke': ['waitForTaskToken'],
  'states:startExecution': ['sync', 'sync:2', 'waitForTaskToken'],
  'events:putEvents': ['waitForTaskToken'],
  'dynamodb:getItem': [],
  'dynamodb:putItem': [],
  'dynamodb:updateItem': [],
  'dynamodb:deleteItem': [],
  'sns:publish': ['waitForTaskToken'],
  'sqs:sendMessage': ['waitForTaskToken'],
};

function patternsOf(type: string, action: string): Pattern[] | undefined {
  if (!type.startsWith('aws-sdk:')) return OPTIMISED[`${type}:${action}`];
  return sdkOperation(type.slice('aws-sdk:'.length), action) ? ['waitForTaskToken'] : undefined;
}

/** Reads a Task's `Resource`; undefined where the embedded host has no such integration. */
export function parseResource(arn: string): Resource | undefined {
  if (FUNCTION_ARN.test(arn)) {
    return { arn, kind: 'function', type: 'lambda', resource: arn, action: 'invoke', pattern: 'request' };
  }
  const groups = INTEGRATION_ARN.exec(arn)?.groups;
  const type = groups?.['type'];
  const action = groups?.['action'];
  if (!type || !action) return undefined;
  const pattern = (groups['pattern'] ?? 'request') as Pattern;
  const patterns = patternsOf(type, action);
  if (!patterns || !(pattern === 'request' || patterns.includes(pattern))) return undefined;
  const resource = pattern === 'request' ? action : `${action}.${pattern}`;
  return { arn, kind: type.startsWith('aws-sdk:') ? 'sdk' : 'optimised', type, resource, action, pattern };
}

/** What the embedded host could have been asked for instead of a resource that it does not have. */
export const SERVED = `It has ${Object.keys(OPTIMISED).join(', ')} and, as aws-sdk:, ${SDK_SERVICE_NAMES.join(', ')}.`;
