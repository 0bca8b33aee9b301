import type { JsonObject } from '../json.ts';
import type { Report } from './diagnostic.ts';
import type { StateType } from './model.ts';

/** The fields of each state type in JSONata (Amazon States Language, "State types"), and which it cannot do without. */
export const FIELDS: Record<StateType, { required: string[]; optional: string[] }> = {
  Pass: { required: [], optional: ['Next', 'End', 'Assign', 'Output'] },
  Task: {
    required: ['Resource'],
    optional: ['Next', 'End', 'Assign', 'Output', 'Arguments', 'Retry', 'Catch', 'TimeoutSeconds', 'HeartbeatSeconds'],
  },
  Choice: { required: ['Choices'], optional: ['Default', 'Assign', 'Output'] },
  Wait: { required: [], optional: ['Next', 'End', 'Assign', 'Output', 'Seconds', 'Timestamp'] },
  Succeed: { required: [], optional: ['Output'] },
  Fail: { required: [], optional: ['Error', 'Cause'] },
  Map: {
    required: ['ItemProcessor'],
    optional: [
      ...['Next', 'End', 'Assign', 'Output', 'Items', 'ItemSelector', 'MaxConcurrency', 'Retry', 'Catch', 'Label'],
      ...['ToleratedFailureCount', 'ToleratedFailurePercentage'],
    ],
  },
  Parallel: {
    required: ['Branches'],
    optional: ['Next', 'End', 'Assign', 'Output', 'Arguments', 'Retry', 'Catch'],
  },
};

const EVERYWHERE = ['Type', 'Comment', 'QueryLanguage'];

/** Fields that only JSONPath has: naming one means the author had the other language in mind. */
const JSONPATH_FIELDS = new Set([
  ...['InputPath', 'OutputPath', 'ResultPath', 'Parameters', 'ResultSelector', 'Result', 'ItemsPath', 'Variable'],
  ...['SecondsPath', 'TimestampPath', 'TimeoutSecondsPath', 'HeartbeatSecondsPath', 'MaxConcurrencyPath', 'ErrorPath'],
  ...['CausePath', 'ToleratedFailureCountPath', 'ToleratedFailurePercentagePath'],
]);

/** Reports fields that are missing, and fields that do not belong. */
export function checkFields(
  object: JsonObject,
  fields: { required: string[]; optional: string[] },
  location: string,
  report: Report,
): void {
  const missing = fields.required.filter((field) => object[field] === undefined);
  if (missing.length > 0) report(`These fields are required: [${missing.join(', ')}]`, location);
  const known = new Set([...EVERYWHERE, ...fields.required, ...fields.optional]);
  for (const field of Object.keys(object)) {
    if (JSONPATH_FIELDS.has(field)) {
      report(
        `The QueryLanguage is set to 'JSONata', but field '${field}' is only supported for the 'JSONPath' QueryLanguage`,
        location,
      );
    } else if (!known.has(field)) {
      report(`Field '${field}' is not supported`, location);
    }
  }
}
