import type { Pattern } from '../definition/resource.ts';
import type { Execution } from '../execution.ts';
import { ErrorName } from '../fault.ts';
import type { TaskAnswer } from '../interpreter/task-answers.ts';
import type { Json, JsonObject } from '../json.ts';

/**
 * What a task that waits for a child execution ends with: a description of the child, as output when it succeeded
 * and as the cause otherwise. With `.sync:2` the child's input and output are JSON, with `.sync` text.
 */
export function childAnswer(child: Execution, pattern: Pattern): TaskAnswer {
  const payload = (text: string): Json => (pattern === 'sync:2' ? JSON.parse(text) : text);
  const description: JsonObject = {
    ExecutionArn: child.arn,
    Input: payload(child.input),
    InputDetails: { Included: true },
    Name: child.name,
    ...(child.output === null ? {} : { Output: payload(child.output), OutputDetails: { Included: true } }),
    ...(child.error === null ? {} : { Error: child.error }),
    ...(child.cause === null ? {} : { Cause: child.cause }),
    RedriveCount: child.redriveCount,
    StartDate: child.startedAt,
    StateMachineArn: child.machineArn,
    Status: child.status,
    StopDate: child.stoppedAt,
  };
  if (child.status === 'SUCCEEDED') return { kind: 'succeeded', output: description };
  return { kind: 'failed', error: ErrorName.taskFailed, cause: JSON.stringify(description) };
}
